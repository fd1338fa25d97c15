import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { type Request, startFakeServer } from '../../client/testing/fake-server.ts'
import { runCli } from '../testing/run-cli.ts'
import type { Powers } from '../world.ts'

const fake = await startFakeServer()
after(() => fake[Symbol.asyncDispose]())

const role = {
  roleName: 'trellis-target-live',
  externalId: 'trellis-0123',
  trusted: 'arn:aws:sts::1:assumed-role/control/x',
  quickCreateUrl: null as string | null,
  parameters: { ExternalId: 'trellis-0123', Access: 'administrator' },
  template: '{"Resources":{}}\n',
}

const account = {
  ...{ name: 'live', region: 'eu-central-1', accountId: '123456789012', endpointUrl: null },
  credentials: {
    kind: 'role' as const,
    roleArn: 'arn:aws:iam::123456789012:role/trellis-target-live',
    externalId: 'trellis-0123',
  },
}

test('how a role is made is said: by a link where there is one, else by a template that is written to a file', async t => {
  const cwd = mkdtempSync(join(tmpdir(), 'trellis-role-'))
  t.after(() => rmSync(cwd, { recursive: true, force: true }))
  const asked: Request[] = []
  fake.handlers.prepareRole = request => {
    asked.push(request)
    return role
  }
  const cli = (more: string) => {
    const words = `account role live --region eu-central-1 ${more}`.trim().split(' ')
    return runCli(words, { url: fake.url, cwd })
  }
  const written = await cli('--access administrator --template role.json')
  assert.deepEqual(asked[0]?.body, { region: 'eu-central-1', access: 'administrator' })
  assert.equal(readFileSync(join(cwd, 'role.json'), 'utf8'), role.template)
  assert.match(written.out, /cloudformation deploy .*--template-file role\.json .*ExternalId='trellis-0123'/)
  assert.match(written.out, /trellis account add live --region eu-central-1 --role-arn .*trellis-target-live/)
  role.quickCreateUrl = 'https://console.example/quickcreate'
  const linked = await cli('')
  assert.match(linked.out, /\n {2}https:\/\/console\.example\/quickcreate\n/)
  assert.doesNotMatch(linked.out, /cloudformation deploy/)
  const refused = await cli('--template nowhere/role.json')
  assert.deepEqual([refused.code, /nowhere\/role\.json cannot be written: ENOENT/.test(refused.err)], [2, true])
})

test('--make has the role made by whoever is signed in there, and adds the account with it, in one command', async () => {
  fake.handlers.prepareRole = async () => role
  const added: Request[] = []
  fake.handlers.addAccount = async request => {
    added.push(request)
    return { ...account, warnings: [] }
  }
  fake.handlers.listAccounts = async () => []
  const asked: unknown[] = []
  const roleArn = 'arn:aws:iam::123456789012:role/trellis-target-live'
  const powers: Partial<Powers> = {
    makeRole: async (place, given) => {
      asked.push([place, given.externalId])
      return { roleArn, account: '123456789012', endpointUrl: null }
    },
  }
  const words = (more: string) => `account role live --region eu-central-1 ${more}`.split(' ')
  const { code, out } = await runCli(words('--make --profile live'), { url: fake.url, powers })
  assert.deepEqual([code, asked], [0, [[{ region: 'eu-central-1', profile: 'live', account: null }, 'trellis-0123']]])
  assert.deepEqual(added[0]?.body, {
    name: 'live',
    region: 'eu-central-1',
    verify: true,
    credentials: { kind: 'role', roleArn },
  })
  assert.match(out, /Account live in eu-central-1: by the role .*trellis-target-live/)
  assert.match(out, /npx cdk bootstrap aws:\/\/123456789012\/eu-central-1, where you are signed in/)
  const all = await runCli(words('--make --access administrator'), { url: fake.url, powers })
  assert.match(all.out, /If CDK was never used there: trellis account bootstrap live/)
  const refused = await runCli(words('--profile live'), { url: fake.url, powers })
  assert.deepEqual([refused.code, asked.length], [2, 2])
})

test('--make gives the role to an account that is there already, and only in its own AWS account', async () => {
  fake.handlers.prepareRole = async () => role
  // By keys so far: AWS said whose they are when they were given.
  const { credentials, ...byKeys } = account
  fake.handlers.listAccounts = async () => [{ ...byKeys, credentials: { kind: 'keys' as const, accessKeyId: 'AKIA1' } }]
  fake.handlers.setAccount = async () => ({ ...account, warnings: [] })
  const places: unknown[] = []
  const powers: Partial<Powers> = {
    makeRole: async place => {
      places.push(place)
      return { roleArn: credentials.roleArn, account: '123456789012', endpointUrl: null }
    },
  }
  const words = 'account role live --region eu-west-1 --make'.split(' ')
  const { code, out } = await runCli(words, { url: fake.url, powers })
  assert.deepEqual([code, places], [0, [{ region: 'eu-west-1', profile: undefined, account: '123456789012' }]])
  // It keeps its own.
  assert.match(out, /Account live in eu-central-1: by the role/)
})

test('--make makes nothing for an account of which nobody knows whether it is the one that the credentials lead to', async () => {
  fake.handlers.prepareRole = async () => role
  fake.handlers.setAccount = async () => ({ ...account, warnings: [] })
  let made = 0
  const powers: Partial<Powers> = {
    makeRole: async () => {
      made++
      return { roleArn: account.credentials.roleArn, account: '123456789012', endpointUrl: null }
    },
  }
  const words = 'account role live --region eu-central-1 --make'.split(' ')
  for (const kind of ['keys', 'profile', 'chain'] as const) {
    fake.handlers.listAccounts = async () => [{ ...account, accountId: null, credentials: { kind } }]
    const { code, err } = await runCli(words, { url: fake.url, powers })
    assert.deepEqual([code, made], [2, 0], kind)
    assert.match(err, /trellis account set live\), or make the role without --make/)
  }
})

test('--wait says what somebody else has to do, and adds the account once they have', async () => {
  role.quickCreateUrl = 'https://console.example/quickcreate'
  fake.handlers.prepareRole = async () => role
  const tried: Request[] = []
  fake.handlers.addAccount = async request => {
    tried.push(request)
    return { ...account, warnings: [] }
  }
  const cli = (more: string) => runCli(`account role live --region eu-central-1 ${more}`.split(' '), { url: fake.url })
  const { code, out, err } = await cli('--wait 123456789012')
  assert.equal(code, 0, err)
  assert.match(err, /https:\/\/console\.example\/quickcreate\n.*Waiting .*123456789012/s)
  assert.match(out, /Account live in eu-central-1: by the role arn:aws:iam::123456789012:role\/trellis-target-live,/)
  const { roleArn } = account.credentials
  assert.deepEqual(tried[0]?.body, {
    name: 'live',
    region: 'eu-central-1',
    verify: true,
    credentials: { kind: 'role', roleArn },
  })
  for (const wrong of ['--wait 1234', '--wait 123456789012 --make']) assert.equal((await cli(wrong)).code, 2)
})
