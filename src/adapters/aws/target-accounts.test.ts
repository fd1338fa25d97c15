import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, type TestContext, test } from 'node:test'
import type { TargetAccount } from '../../core/ports/target-accounts.ts'
import { AwsTargetAccounts } from './target-accounts.ts'

let server: Server
let endpointUrl: string
let asked: string[] = []
let externalIds: (string | null)[] = []
let roles: (string | null)[] = []
/** Of the only one that is let in; null: everybody is. */
let externalId: string | null = null
let now = 0
/** What the token service refuses with, or nothing. */
let refuse: string | null = null

const identity = `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>111111111111</Account><Arn>arn:aws:iam::111111111111:user/ada</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`
const assumed = (expiration: string) =>
  `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>AK2</AccessKeyId><SecretAccessKey>s2</SecretAccessKey><SessionToken>t2</SessionToken><Expiration>${expiration}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`

before(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.on('data', text => {
      body += text
    })
    request.on('end', () => {
      const form = new URLSearchParams(body)
      const action = form.get('Action') ?? ''
      asked.push(action)
      if (action === 'AssumeRole') {
        externalIds.push(form.get('ExternalId'))
        roles.push(form.get('RoleArn'))
      }
      const stranger = action === 'AssumeRole' && externalId !== null && form.get('ExternalId') !== externalId
      const refused = stranger ? 'AccessDenied' : refuse
      response.statusCode = refused ? 403 : 200
      response.setHeader('content-type', 'text/xml')
      const expiration = new Date(now + 60 * 60_000).toISOString()
      if (refused)
        response.end(`<ErrorResponse><Error><Code>${refused}</Code><Message>no</Message></Error></ErrorResponse>`)
      else response.end(action === 'AssumeRole' ? assumed(expiration) : identity)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  endpointUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
after(() => server.close())
beforeEach(() => {
  asked = []
  externalIds = []
  roles = []
  externalId = null
  now = Date.now()
  refuse = null
})

const keys = { kind: 'keys', accessKeyId: 'AK1', secretAccessKey: 's1' } as const
const account = (more: Partial<TargetAccount> = {}): TargetAccount => ({
  name: 'main',
  region: 'eu-central-1',
  endpointUrl,
  credentials: keys,
  ...more,
})

test('keys are asked whose they are, once in a while', async () => {
  const accounts = new AwsTargetAccounts({ now: () => now })
  const access = await accounts.access(account())
  assert.deepEqual(access, {
    accountId: '111111111111',
    region: 'eu-central-1',
    endpointUrl,
    credentials: { accessKeyId: 'AK1', secretAccessKey: 's1' },
  })
  await Promise.all([accounts.access(account()), accounts.access(account())])
  assert.deepEqual(asked, ['GetCallerIdentity'])
  now += 10 * 60_000
  await accounts.access(account())
  await accounts.access(account({ region: 'us-east-1' }))
  assert.equal(asked.length, 3)
})

test('every way in which AWS refuses has its code, told by name; nothing of it is remembered', async () => {
  const accounts = new AwsTargetAccounts({ now: () => now })
  const cases = {
    InvalidClientTokenId: 'credentials_invalid',
    SignatureDoesNotMatch: 'credentials_invalid',
    ExpiredToken: 'credentials_expired',
  }
  for (const [name, code] of Object.entries(cases)) {
    refuse = name
    await assert.rejects(accounts.access(account()), { name: 'TrellisError', code, message: /^The account main: / })
  }
  refuse = 'OptInRequired'
  await assert.rejects(accounts.access(account()), {
    code: 'cloud_failed',
    message: /^The account main: AWS answers with an error \(OptInRequired: /,
  })
  refuse = null
  assert.equal((await accounts.access(account())).accountId, '111111111111')
})

test('where Trellis keeps its own credentials to itself no build gets them, by whatever name; roles and keys are as ever', async () => {
  const accounts = new AwsTargetAccounts({ now: () => now, keepsOwn: true })
  const own: Partial<TargetAccount>[] = [
    { credentials: { kind: 'chain' } },
    { credentials: { kind: 'profile', profile: 'default' } },
    { name: null, credentials: { kind: 'chain' } },
  ]
  for (const one of own) {
    await assert.rejects(accounts.access(account(one)), { code: 'credentials_missing', hint: /trellis account role/ })
  }
  assert.deepEqual(asked, [])
  assert.equal((await accounts.access(account())).accountId, '111111111111')
})

test('a profile says its own region', async t => {
  const folder = await mkdtemp(join(tmpdir(), 'trellis-profile-'))
  const before = { ...process.env }
  t.after(async () => {
    process.env = before
    await rm(folder, { recursive: true })
  })
  const config = join(folder, 'config')
  await writeFile(config, '[profile far]\nregion = ap-south-1\naws_access_key_id = AK1\naws_secret_access_key = s1\n')
  Object.assign(process.env, { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: config })
  delete process.env.AWS_REGION
  const accounts = new AwsTargetAccounts({ now: () => now, defaultRegion: 'eu-central-1' })
  const far = account({ region: null, credentials: { kind: 'profile', profile: 'far' } })
  assert.equal((await accounts.access(far)).region, 'ap-south-1')
})

test('an endpoint that nobody listens at is unreachable', async () => {
  const accounts = new AwsTargetAccounts({ now: () => now })
  await assert.rejects(accounts.access(account({ endpointUrl: 'http://127.0.0.1:1' })), { code: 'cloud_unreachable' })
})

/** The machine's own chain: keys of the environment. */
function ownKeys(t: TestContext) {
  const before = { ...process.env }
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AK0', AWS_SECRET_ACCESS_KEY: 's0' })
  t.after(() => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) {
      if (before[name] === undefined) delete process.env[name]
      else process.env[name] = before[name]
    }
  })
}

test('a role is assumed, and assumed again before its credentials end', async t => {
  ownKeys(t)
  const accounts = new AwsTargetAccounts({ now: () => now })
  const role = account({ credentials: { kind: 'role', roleArn: 'arn:aws:iam::111111111111:role/deploy' } })
  const { credentials } = await accounts.access(role)
  assert.deepEqual(
    { ...credentials, expiresAt: '' },
    { accessKeyId: 'AK2', secretAccessKey: 's2', sessionToken: 't2', expiresAt: '' },
  )
  await accounts.access(role)
  now += 50 * 60_000
  await accounts.access(role)
  assert.deepEqual(asked, ['AssumeRole', 'GetCallerIdentity', 'AssumeRole', 'GetCallerIdentity'])
})

test('where there is a door, every role is assumed by way of it, and who goes there is known by it', async t => {
  ownKeys(t)
  process.env.AWS_ENDPOINT_URL = endpointUrl
  t.after(() => delete process.env.AWS_ENDPOINT_URL)
  const door = 'arn:aws:iam::111111111111:role/door'
  const accounts = new AwsTargetAccounts({ now: () => now, door, keepsOwn: true, defaultRegion: 'eu-central-1' })
  const roleArn = 'arn:aws:iam::222222222222:role/trellis-target-live'
  await accounts.access(account({ credentials: { kind: 'role', roleArn, externalId: 'trellis-1' } }))
  assert.deepEqual(
    [roles, externalIds],
    [
      [door, roleArn],
      [null, 'trellis-1'],
    ],
  )
  await accounts.identity()
  assert.deepEqual(roles, [door, roleArn, door])
  assert.deepEqual(asked.slice(-2), ['AssumeRole', 'GetCallerIdentity'])
})

test('a profile that does not exist is a missing credential', async () => {
  const accounts = new AwsTargetAccounts({ now: () => now })
  const missing = account({ credentials: { kind: 'profile', profile: 'no-such-profile-here' } })
  await assert.rejects(accounts.access(missing), { code: 'credentials_missing' })
})

test('a role is told its external id, and one that lets in whoever says another is found out', async t => {
  ownKeys(t)
  const accounts = new AwsTargetAccounts({ now: () => now })
  const roleArn = 'arn:aws:iam::111111111111:role/trellis-target-live'
  const role = account({ credentials: { kind: 'role', roleArn, externalId: 'trellis-1' } })
  externalId = 'trellis-1'
  await accounts.access(role)
  assert.equal(await accounts.asksForExternalId(role), true)
  assert.equal(externalIds[0], 'trellis-1')
  externalId = null
  assert.equal(await accounts.asksForExternalId(role), false)
  refuse = 'Throttling'
  await assert.rejects(accounts.asksForExternalId(role), { code: 'cloud_failed' })
})

test('who assumes roles is known by the name that AWS has for it', async t => {
  ownKeys(t)
  process.env.AWS_ENDPOINT_URL = endpointUrl
  t.after(() => delete process.env.AWS_ENDPOINT_URL)
  const accounts = new AwsTargetAccounts({ now: () => now, defaultRegion: 'eu-central-1' })
  assert.equal(await accounts.identity(), 'arn:aws:iam::111111111111:user/ada')
  assert.equal(await accounts.publish('{}'), null)
})
