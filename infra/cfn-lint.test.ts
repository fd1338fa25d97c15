import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { targetRoleTemplate } from '../src/core/account/target-role-template.ts'
import { ensureCfnLint, lint } from './testing/cfn-lint.ts'
import { template } from './testing/template.ts'

test('cfn-lint finds nothing in any template that Trellis makes, and would find a mistake', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'trellis-lint-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const wrong = structuredClone(targetRoleTemplate)
  Object.assign(wrong.Resources.Role.Properties, { RoleNmae: 'x' })
  const templates = { installation: template.toJSON(), 'target-role': targetRoleTemplate, wrong }
  const files = Object.entries(templates).map(([name, one]) => {
    const file = join(folder, `${name}.json`)
    writeFileSync(file, JSON.stringify(one))
    return file
  })
  const found = await lint(await ensureCfnLint(), files)
  const [mistake, ...more] = found
  assert.match(mistake ?? '', /wrong\.json.*E3002.*RoleNmae/)
  assert.deepEqual(more, [])
})
