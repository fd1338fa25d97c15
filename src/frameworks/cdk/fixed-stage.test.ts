import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cdkJson, look, packageJson } from '../testing.ts'
import { fixedStage } from './fixed-stage.ts'

test('a stage that cdk.json gives its app is seen in its command and in its context', () => {
  for (const app of ['tsx app.ts --stage dev', 'npx ts-node a.ts -c env=prod', 'cross-env STAGE=staging node a.js'])
    assert.ok(fixedStage(app, {}), app)
  for (const app of ['cross-env NODE_ENV=production tsx a.ts', 'tsx stage/dev.ts', 'npm run test', 'nx run env:test'])
    assert.equal(fixedStage(app, {}), undefined, app)
  assert.equal(fixedStage('tsx a.ts', { stage: 'dev' }), '`stage: dev` of its context')
  assert.equal(fixedStage('tsx a.ts', { '@aws-cdk/core:x': true, environment: { account: '1' } }), undefined)
})

test('an app that is given one stage for all environments is warned of, but where it asks for theirs', async () => {
  const files = {
    'cdk.json': cdkJson('tsx app.ts --stage dev'),
    'package.json': packageJson(),
    'package-lock.json': '{}',
  }
  const warned = async (code: string) => (await look({ ...files, 'app.ts': code })).apps[0]?.warning ?? null
  assert.match((await warned('new App()')) ?? '', /gives the app `--stage dev`, for every environment alike/)
  assert.equal(await warned('const stage = process.env.TRELLIS_STAGE'), null)
})

test('an app that is an assembly of earlier is none that can be deployed', async () => {
  const { apps } = await look({
    'cdk.json': cdkJson('cdk.out'),
    'package.json': packageJson(),
    'package-lock.json': '{}',
  })
  assert.equal(apps[0]?.supported, false)
  assert.match(apps[0]?.mend ?? '', /the command that synthesises it/)
})
