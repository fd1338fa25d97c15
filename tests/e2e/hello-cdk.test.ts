import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { type RunningMinistack, startMinistack } from '../../src/emulator/ministack.ts'
import {
  askApi,
  clientConfig,
  cloudEnvironment,
  emulatorAccount,
  emulatorRegion,
  environmentForTests,
} from '../support/emulator.ts'

const run = promisify(execFile)
let app: string
let emulator: RunningMinistack

before(async () => {
  app = await mkdtemp(join(tmpdir(), 'trellis-test-hello-cdk-'))
  const isOurs = (path: string) => !/[/\\](node_modules|cdk\.out)$/.test(path)
  await cp('examples/hello-cdk', app, { recursive: true, filter: isOurs })
  emulator = await startMinistack()
  await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: app, env: environmentForTests() })
})
after(async () => {
  await emulator?.stop()
  await rm(app, { recursive: true, force: true })
})

function cdk(...args: string[]) {
  const env = { ...environmentForTests(), ...cloudEnvironment(emulator), CI: 'true', CDK_DISABLE_VERSION_CHECK: '1' }
  return run(join(app, 'node_modules', '.bin', 'cdk'), args, { cwd: app, env, maxBuffer: 16 * 1024 * 1024 })
}

// That its own tests pass is part of the demo.
test("the CDK's own command line bootstraps, deploys and destroys it, and its address answers", async () => {
  await cdk('bootstrap', `aws://${emulatorAccount}/${emulatorRegion}`)
  await cdk('deploy', '--require-approval', 'never', '--outputs-file', 'outputs.json')
  const outputs = JSON.parse(await readFile(join(app, 'outputs.json'), 'utf8')) as Record<string, { Url: string }>
  const url = outputs.HelloCdkStack?.Url ?? ''

  const answer = await askApi(emulator, url)
  assert.equal(answer.status, 200)
  assert.deepEqual(await answer.json(), { version: 'v1', visits: 1, message: 'Hello from v1, visitor 1' })
  assert.equal(((await (await askApi(emulator, url)).json()) as { visits: number }).visits, 2)

  await cdk('destroy', '--force', '--app', 'cdk.out')
  assert.equal((await askApi(emulator, url)).status, 404)
  const { TableNames } = await new DynamoDBClient(clientConfig(emulator)).send(new ListTablesCommand())
  assert.equal(TableNames?.length, 1, 'the CDK leaves tables behind unless told otherwise')
})
