import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openFolder } from '../folder.ts'
import { missing } from '../needs.ts'
import { look, treeOf, wants } from '../testing.ts'
import { serviceInCode } from './serverless-code.ts'
import { askedForStage, stagesIn } from './serverless-stages.ts'

const of = (name: string, text: string, files: readonly string[] = []) =>
  openFolder(treeOf(Object.fromEntries(files.map(path => [path, '']))), '.').then(folder =>
    stagesIn(text, folder, !/\.ya?ml$/.test(name)).then(({ stages }) => stages),
  )
const stage = `\${sls:stage}`

test('the stages that a configuration in code has settings for are read without running it', async () => {
  const typed = `const config: AWS = {
  service: 'shop',
  provider: { name: 'aws', environment: { A: '{' } },
  params: {
    default: { size: 1 }, // dev: { size: 1 },
    dev: { size: 1, nested: { deep: {} } },
    'prod': { size: 2 },
  },
  functions: { hello: { events: [{ http: { request: { params: { paths: { id: true } } } } }] } },
}
export default config
`
  assert.deepEqual(await of('serverless.ts', typed), ['dev', 'prod'])
  const constant =
    'const stages: Record<string, Stage> = { qa: { a: [1, 2] }, live: { a: [] } }\nmodule.exports = { stages }'
  assert.deepEqual(await of('serverless.js', constant), ['live', 'qa'])
  const files = ['config/dev.json', 'config/prod.json', 'config/schema.json', 'config/README.md']
  const required = `const config = require(\`./config/\${stage}.json\`)\nmodule.exports = { service: "a", custom: config }`
  assert.deepEqual(await of('serverless.js', required, files), ['dev', 'prod'])
  const inText = `export default { custom: '\${file(./config/${stage}.json)}' }`
  assert.deepEqual(await of('serverless.ts', inText, files), ['dev', 'prod'])
  assert.deepEqual(await of('serverless.ts', 'export default make({ service: "a" })', files), [])
})

test('the stages by whose name a value of `custom` is looked up are those that have one', async () => {
  const byName = `custom:\n  dev:\n    table: a\n  prod:\n    table: b\n  webpack: true\ntable: \${self:custom.${stage}.table}\n`
  assert.deepEqual(await of('serverless.yml', byName), ['dev', 'prod'])
  const deeper = `custom:\n  tables:\n    dev: a\n    prod: b\n  other:\n    x: 1\ntable: \${self:custom.tables.\${opt:stage, 'dev'}}\n`
  assert.deepEqual(await of('serverless.yml', deeper), ['dev', 'prod'])
})

test('a configuration that gets its stage on another way than by --stage is told of', () => {
  const asked = (text: string) => askedForStage(text, false)
  assert.deepEqual(asked(`provider:\n  name: aws\n  stage: \${env:STAGE, 'dev'}\n`), [])
  assert.deepEqual(
    asked(`provider:\n  stage: \${opt:stage, env:STAGE, 'dev'}\ncustom:\n  a: \${opt:stage, \${env:STAGE}}\n`),
    [],
  )
  assert.deepEqual(asked(`custom:\n  table: orders-\${env:STAGE, 'dev'}\n`), ['STAGE'])
  assert.deepEqual(asked(`custom:\n  table: orders-\${env:TABLE}\n  own: \${env:TRELLIS_STAGE}\n`), [])
  const inCode = (text: string) => askedForStage(text, true)
  assert.deepEqual(inCode("export default { provider: { name: 'aws', stage: process.env.STAGE || 'dev', a: 1 } }"), [])
  assert.deepEqual(inCode("const stage = process.env.APP_ENV ?? 'dev'\nexport default { provider: { stage } }"), [
    'APP_ENV',
  ])
  assert.deepEqual(inCode("// process.env.STAGE\nconst a = process.env.NODE_ENV + process.env['DEPLOY_STAGE']"), [
    'DEPLOY_STAGE',
  ])
  assert.deepEqual(inCode('const a = process.env.TRELLIS_STAGE'), [])
})

test('a service whose stage is a variable is deployed only where that is set', async () => {
  const files = { 'package.json': wants({ serverless: '3' }), 'package-lock.json': '{}' }
  const { apps } = await look({
    ...files,
    'serverless.ts': `const stage = process.env.STAGE\nexport default { service: \`a-\${stage}\`, provider: { name: 'aws' } }`,
  })
  assert.deepEqual(apps[0]?.needs, [
    'serverless.ts asks the variable STAGE for its stage, while Trellis tells it by `--stage`: set STAGE as a variable of each environment.',
  ])
})

test('where its stage is a variable and that is not set, the way to set it is no secret', () => {
  const need = { kind: 'variable', names: ['STAGE'], plain: true, because: 'It asks for STAGE' } as const
  const there = (...names: string[]) =>
    missing([need], { variables: new Set(names), noContainers: { build: null, deploy: null } })
  assert.match(there()?.hint ?? '', /`trellis variables set APP ENV STAGE=VALUE --plain`/)
  assert.equal(there('STAGE'), undefined)
})

test('the name of a service is read in code where it is given outright, and twins are told of', async () => {
  assert.equal(serviceInCode("const config: AWS = { service: 'shop', provider }"), 'shop')
  assert.equal(serviceInCode("const service = 'shop'\nexport default { service }"), 'shop')
  assert.equal(serviceInCode(`export default { service: \`shop-\${team}\` }`), undefined)
  assert.equal(serviceInCode("export default { service: isOld ? 'a' : 'b' }"), undefined)
  assert.equal(serviceInCode("// service: 'old'\nexport default make({ service: 'a' }, { service: 'b' })"), undefined)
  const code = "export default { service: 'shop', provider: { name: 'aws' } }"
  const { apps } = await look({
    'package.json': wants({ serverless: '3' }),
    'package-lock.json': '{}',
    'a/serverless.ts': code,
    'b/serverless.js': code,
  })
  assert.match(apps[0]?.warning ?? '', /^b is called shop, too/)
})
