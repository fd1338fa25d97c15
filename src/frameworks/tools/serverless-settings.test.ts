import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkStage } from './commands.ts'
import { planOf, wants } from './testing.ts'

const packages = { 'package.json': wants({ osls: '4.3.1' }), 'package-lock.json': '{}' }

/** How an environment of another name fares, and what is said before. */
async function asked(text: string, more: Record<string, string> = {}, stage = 'staging') {
  const yml = { 'serverless.yml': `service: shop\nprovider:\n  name: aws\n${text}` }
  const { deploy, detected } = await planOf({ ...packages, ...yml, ...more })
  assert.ok(deploy.kind === 'tool')
  return { failed: checkStage(deploy.app, stage, 'us-east-1'), warning: detected.warning ?? '' }
}

const files = { 'config/dev.json': '{}', 'config/prod.json': '{}', 'config/default.json': '{}' }
const byFile = (fallback: string) => `custom: \${file(./config/\${sls:stage}.json)${fallback}}\n`

test('an environment without settings of its own is refused where others have some', async () => {
  for (const [text, more] of [
    [byFile(', file(./config/prod.json)'), files],
    [byFile(', file(./config/dev.json)'), { 'config/dev.json': '{}' }],
    [byFile(''), files],
    [byFile(', file(./config/default.json)'), files],
    ['params:\n  default: {}\n  dev: {}\n  prod: {}\n', {}],
    ['params:\n  dev: {}\n  qa: {}\n', {}],
    [`custom:\n  t:\n    dev: a\n    prod: b\nx: \${self:custom.t.\${sls:stage}, self:custom.t.dev}\n`, {}],
    ['', { '.env': '', '.env.prod': '', '.env.dev': '' }],
  ] as const) {
    const { failed, warning } = await asked(text, more)
    assert.equal(failed?.code, 'section_missing', text)
    assert.match(failed?.message ?? '', /has settings for dev.* and none for the environment staging/)
    assert.match(failed?.hint ?? '', /--environments dev.*add settings for staging/)
    assert.match(warning, /an environment of another name is refused/)
    assert.equal((await asked(text, more, 'dev')).failed, undefined)
  }
})

test('an environment takes what is meant for all others, which is said before', async () => {
  for (const [text, more, said] of [
    ['params:\n  default: {}\n  dev: {}\n', {}, /for dev: an environment of another name takes `default`/],
    ['', { '.env': '', '.env.dev': '' }, /takes `\.env`/],
    ['', { '.env.dev': '', '.env.prod': '' }, /gets none of them/],
    [byFile(', file(./config/default.json)'), { 'config/dev.json': '{}' }, /takes `\.\/config\/default\.json`/],
    ['params:\n  default: {}\n', {}, /^$/],
    [byFile(', file(./config/default.json)'), {}, /^$/],
  ] as const) {
    const { failed, warning } = await asked(text, more)
    assert.equal(failed, undefined, text)
    assert.match(warning, said)
  }
})
