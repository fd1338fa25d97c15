import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sampleNaming } from '../../../tests/contract/samples.ts'
import { ada, createWorld } from '../../../tests/support/world/world.ts'
import { addAccount } from './add-account.ts'
import { setAccount } from './set-account.ts'
import { openAccount } from './target-account.ts'

const keys = (accessKeyId: string) => ({
  kind: 'keys' as const,
  accessKeyId,
  secretAccessKey: `secret of ${accessKeyId}`,
})

/** The app shop, whose environments use the account `cloud`. */
async function worldInUse() {
  const world = createWorld()
  world.source.push('main')
  await world.found()
  return world
}

test('the credentials of an account that is in use are replaced by others of the same AWS account', async () => {
  const { bare: ports } = await worldInUse()
  const before = await ports.accounts.account('cloud')
  const shown = await setAccount(ports, ada, 'cloud', { credentials: keys('AKIANEW') })
  assert.deepEqual([shown.credentials, shown.accountId], [{ kind: 'keys', accessKeyId: 'AKIANEW' }, '123456789012'])
  assert.doesNotMatch(JSON.stringify([shown, await ports.accounts.accounts()]), /secret of/)
  const opened = await openAccount(ports, 'cloud')
  assert.deepEqual(opened.credentials, keys('AKIANEW'))
  assert.deepEqual([opened.region, opened.endpointUrl], [before?.region, before?.endpointUrl])
})

test('those of another AWS account are refused while an environment uses it, and nothing changes', async () => {
  const { bare: ports, targets } = await worldInUse()
  const before = await ports.accounts.accounts()
  // Where nothing stands, the former credentials tell whose the account is.
  const { access } = targets
  targets.access = async account => ({
    ...(await access.call(targets, account)),
    accountId:
      account.credentials.kind === 'keys' && account.credentials.accessKeyId === 'AKIANEW'
        ? '2'.repeat(12)
        : '1'.repeat(12),
  })
  const replace = () => setAccount(ports, ada, 'cloud', { credentials: keys('AKIANEW') })
  await assert.rejects(replace, {
    code: 'account_in_use',
    message: /^shop\/\w+ deploys to the AWS account 1{12} by cloud, and these credentials are of 2{12}\.$/,
    hint: /Nothing was changed/,
  })
  // What stands was recorded with its account, so that it is known also when the former credentials work no more.
  targets.access = async account => {
    if (account.credentials.kind === 'keys' && account.credentials.accessKeyId === 'AKIANEW')
      return { ...(await access.call(targets, account)), accountId: '2'.repeat(12) }
    targets.problem = 'credentials_expired'
    return access.call(targets, account).finally(() => {
      targets.problem = null
    })
  }
  assert.equal((await replace()).accountId, '2'.repeat(12))
  await ports.accounts.replaceAccount(before[0] as (typeof before)[0])
  ports.deployments.environment = async (app, environment) => ({
    ...{ app, environment, status: 'deployed' as const, live: null, latest: null, running: null, fence: 1 },
    naming: { ...sampleNaming('Shop'), accountId: '3'.repeat(12) },
  })
  await assert.rejects(replace, { code: 'account_in_use', message: /AWS account 3{12} by cloud/ })
  assert.deepEqual(await ports.accounts.accounts(), before)
})

test('another AWS account may take the place of one that nobody uses, and unverified ones that of any', async () => {
  const { bare: ports, targets } = await worldInUse()
  await addAccount(ports, ada, { name: 'spare', region: 'eu-west-1' })
  targets.accountId = '2'.repeat(12)
  assert.equal((await setAccount(ports, ada, 'spare', { credentials: keys('AKIANEW') })).accountId, '2'.repeat(12))
  targets.problem = 'credentials_expired'
  await assert.rejects(setAccount(ports, ada, 'cloud', { credentials: keys('AKIANEW') }), {
    code: 'credentials_expired',
    hint: /Nothing was changed.*--no-verify/,
  })
  const unverified = await setAccount(ports, ada, 'cloud', { credentials: keys('AKIANEW'), verify: false })
  assert.equal(unverified.accountId, null)
  await assert.rejects(setAccount(ports, ada, 'nowhere', { credentials: { kind: 'chain' } }), {
    code: 'account_not_found',
  })
})
