import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { AwsTargetAccounts } from '../../src/adapters/aws/target-accounts.ts'
import type { CloudCredentials } from '../../src/contract/job.ts'
import { clientConfig } from '../../src/runner/cdk/aws-client.ts'
import { currentCredentials } from '../../src/runner/job/credentials.ts'
import type { Job } from '../../src/runner/job/job.ts'
import { Journal } from '../../src/runner/log/journal.ts'
import { mustRun } from '../../src/runner/phases/user-phase.ts'

const minute = 60_000

const result = (action: string, content: string) =>
  `<${action}Response><${action}Result>${content}</${action}Result></${action}Response>`

/** AWS as far as expiry goes: sessions of a role that end after an hour, and a CloudFormation that refuses those that did. */
async function cloud(t: TestContext) {
  const ends = new Map<string, number>()
  const server = createServer(async (request, response) => {
    const action = new URLSearchParams(await text(request)).get('Action') ?? ''
    const token = String(request.headers['x-amz-security-token'] ?? '')
    response.setHeader('content-type', 'text/xml')
    if (token !== '' && Date.now() >= (ends.get(token) ?? 0)) {
      response.statusCode = 403
      response.end(
        `<ErrorResponse><Error><Code>ExpiredToken</Code><Message>it is over</Message></Error></ErrorResponse>`,
      )
      return
    }
    if (action === 'GetCallerIdentity') {
      response.end(result(action, '<Account>111111111111</Account><Arn>arn:aws:iam::111111111111:role/r</Arn>'))
      return
    }
    if (action !== 'AssumeRole') {
      response.end(result(action, '<Stacks></Stacks>'))
      return
    }
    const name = `session-of-the-role-number-${ends.size + 1}`
    const end = Date.now() + 60 * minute
    ends.set(name, end)
    const keys = `<AccessKeyId>AK</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>${name}</SessionToken>`
    const expiration = `<Expiration>${new Date(end).toISOString()}</Expiration>`
    response.end(result(action, `<Credentials>${keys}${expiration}</Credentials>`))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const before = { ...process.env }
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AK0', AWS_SECRET_ACCESS_KEY: 's0' })
  t.after(() => {
    process.env = before
    server.closeAllConnections()
    server.close()
  })
  return { endpointUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, sessions: ends }
}

/** A job in the target account of a role: its credentials are those of the adapter, and fresh ones come from there. */
async function deployingByRole(t: TestContext) {
  t.mock.timers.enable({ apis: ['Date'], now: Date.UTC(2026, 0, 1) })
  const { endpointUrl, sessions } = await cloud(t)
  const targets = new AwsTargetAccounts({ now: Date.now, keepsOwn: true })
  const roleArn = 'arn:aws:iam::111111111111:role/trellis-target-live'
  const credentials = { kind: 'role', roleArn, externalId: 'trellis-1' } as const
  const ask = () => targets.access({ name: 'live', region: 'eu-central-1', endpointUrl, credentials })
  const access = await ask()
  const hidden: string[] = []
  const job = {
    spec: { account: access },
    session: { credentials: async (): Promise<CloudCredentials> => (await ask()).credentials },
    journal: { hide: (secrets: readonly string[]) => hidden.push(...secrets) },
  } as unknown as Job
  return { access, job, sessions, hidden }
}

const left = ({ expiresAt = '' }: CloudCredentials): number => Date.parse(expiresAt) - Date.now()

test('a deployment by a role goes on for hours, though each of its sessions really ends in the middle of it', async t => {
  const { access, job, sessions } = await deployingByRole(t)
  const worker = { ...access, renew: () => currentCredentials(job) }
  const client = new CloudFormationClient(clientConfig(worker, undefined))
  t.after(() => client.destroy())
  for (let minutes = 0; minutes <= 240; minutes += 6) {
    await client.send(new DescribeStacksCommand({}))
    t.mock.timers.tick(6 * minute)
  }
  assert.ok(sessions.size >= 4, `${sessions.size} sessions`)
})

test('without fresh ones the same deployment would fail in the middle, so that AWS does refuse what is over', async t => {
  const { access } = await deployingByRole(t)
  const client = new CloudFormationClient(clientConfig(access, undefined))
  t.after(() => client.destroy())
  await client.send(new DescribeStacksCommand({}))
  t.mock.timers.tick(61 * minute)
  await assert.rejects(client.send(new DescribeStacksCommand({})), { name: 'ExpiredToken' })
})

test('each step of another tool begins with a session of a quarter of an hour at least, of which nothing is shown', async t => {
  const { job, sessions, hidden } = await deployingByRole(t)
  for (let minutes = 0; minutes <= 180; minutes += 10) {
    const credentials = await currentCredentials(job)
    assert.ok(left(credentials) >= 15 * minute, `${left(credentials) / minute} minutes are left`)
    t.mock.timers.tick(10 * minute)
  }
  assert.ok(sessions.size >= 3)
  assert.ok(hidden.includes('session-of-the-role-number-2'))
})

test('one step that outlasts its session fails with that said, and what to do; one that ended before does not speak of it', async t => {
  const { job } = await deployingByRole(t)
  const lasting = (minutes: number): Job => {
    const run = () => {
      t.mock.timers.tick(minutes * minute)
      return {
        stdout: Readable.from(['Error: AccessDenied']),
        stderr: Readable.from([]),
        ended: { code: 1, signal: null },
      }
    }
    const output = { send: () => undefined, room: async () => undefined }
    return {
      ...{ ...job, journal: new Journal(output as never), isolation: { run, tmp: '/tmp' }, prove: async () => null },
      ...{ signal: new AbortController().signal, cookie: 'TRELLIS_JOB=d1', path: [], packageEnv: {}, overlays: [] },
      ...{ surroundings: { env: {} }, folders: { home: '/tmp' } },
      spec: { ...job.spec, cache: { write: null }, variables: [], deployment: { number: 1 }, stage: 'live' },
    } as unknown as Job
  }
  const step = { phase: 'deploy', command: { argv: ['sst', 'deploy'] }, cwd: '/tmp', cloud: true } as const
  const failure = async (minutes: number) => {
    const error = await mustRun(lasting(minutes), step).catch(thrown => thrown)
    return error.failure as { code: string; message: string; hint: string }
  }
  const quick = await failure(10)
  assert.ok(quick.message.endsWith('AccessDenied'), quick.message)
  const slow = await failure(75)
  assert.equal(slow.code, 'deploy_failed')
  assert.match(slow.message, /AccessDenied \(its credentials ended at 2026-01-01T0\d:\d\d:00.000Z, while it ran\)$/)
  assert.match(slow.hint, /in several steps/)
})
