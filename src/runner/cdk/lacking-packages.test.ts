import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import type { Json, JsonObject } from '../../frameworks/cdk/json.ts'
import { lackingPackages } from './lacking-packages.ts'

const hash = 'ab'.repeat(32)

async function lacking(
  code: Record<string, string>,
  more: JsonObject = {},
  ofApp?: string,
): Promise<string | undefined> {
  const assembly = await mkdtemp(join(tmpdir(), 'trellis-lacking-'))
  try {
    for (const [name, content] of Object.entries(code)) {
      const path = join(assembly, `asset.${hash}`, name)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, content)
    }
    const properties = { Handler: 'src/index.handler', Runtime: 'nodejs22.x', Code: { S3Key: `${hash}.zip` }, ...more }
    const files = new Map<string, Json>([
      ['Shop.template.json', { Resources: { Api: { Type: 'AWS::Lambda::Function', Properties: properties } } }],
      ['Shop.assets.json', { files: { [hash]: { source: { path: `asset.${hash}`, packaging: 'zip' } } } }],
    ])
    const app = join(assembly, 'app')
    await mkdir(app)
    if (ofApp !== undefined) await writeFile(join(app, 'package.json'), ofApp)
    const found = await lackingPackages(assembly, files, app)
    return found === null ? undefined : `${found.function}: ${found.package}`
  } finally {
    await rm(assembly, { recursive: true })
  }
}

const packageJson = JSON.stringify({ dependencies: { '@acme/money': '1', uuid: '11', '@aws-sdk/client-s3': '3' } })

test('a function whose code asks for a package that its package.json names, and that nobody installed, is told of', async () => {
  for (const code of ["const { v4 } = require('uuid')", "import { v4 } from 'uuid'", "await import('uuid/v4')"])
    assert.equal(await lacking({ 'src/index.js': code, 'package.json': packageJson }), 'Api: uuid', code)
  const scoped = { 'src/index.mjs': 'import a from "@acme/money/eur"', 'src/package.json': packageJson }
  assert.equal(await lacking(scoped), 'Api: @acme/money')
  const compiled = { 'src/index.js': "require('uuid')" }
  assert.equal(await lacking(compiled, {}, packageJson), 'Api: uuid', 'named by the app alone')
})

test('none is where the package is there, is bundled or comes from elsewhere, or where nobody can tell', async () => {
  const code = { 'src/index.js': "require('uuid')", 'package.json': packageJson }
  assert.equal(await lacking({ ...code, 'node_modules/uuid/package.json': '{}' }), undefined)
  assert.equal(await lacking({ ...code, 'src/node_modules/uuid/package.json': '{}' }), undefined)
  assert.equal(
    await lacking({ ...code, 'src/index.js': "// require('uuid')\nrequire('@aws-sdk/client-s3')" }),
    undefined,
  )
  assert.equal(await lacking({ 'src/index.js': "require('uuid')" }), undefined)
  assert.equal(await lacking({ ...code, 'package.json': '{}' }, {}, packageJson), undefined)
  assert.equal(await lacking(code, { Layers: [{ Ref: 'Common' }] }), undefined)
  assert.equal(await lacking(code, { Runtime: 'python3.13' }), undefined)
  assert.equal(await lacking(code, { Handler: '../index.handler' }), undefined)
  assert.equal(await lacking(code, { Code: { ZipFile: 'code' } }), undefined)
})
