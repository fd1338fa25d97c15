import assert from 'node:assert/strict'
import { test } from 'node:test'
import { repository } from '../../../tests/support/world/source-host.ts'
import { ada, createWorld } from '../../../tests/support/world/world.ts'
import { createApp } from '../app/create-app.ts'
import { addAccount, showAccount } from './add-account.ts'

const acme = { name: 'acme', region: 'eu-central-1' }

test('an account is added once AWS has said whose its credentials are', async () => {
  const { bare: ports } = createWorld()
  const added = await addAccount(ports, ada, acme)
  assert.deepEqual(added, {
    ...acme,
    endpointUrl: null,
    credentials: { kind: 'chain' },
    accountId: '123456789012',
    warnings: [],
  })
  assert.equal((await ports.accounts.accounts()).length, 1)
})

test('one whose credentials do not work is not added, unless that is wished; its deployments say so at once', async () => {
  const { bare: ports, targets } = createWorld()
  targets.problem = 'credentials_expired'
  await assert.rejects(addAccount(ports, ada, acme), {
    code: 'credentials_expired',
    message: /acme/,
    hint: /Nothing was added.*--no-verify/,
  })
  assert.deepEqual(await ports.accounts.accounts(), [])
  targets.problem = 'credentials_missing'
  const others = /--keys-from-stdin.*--role-arn.*--profile.*Nothing was added/
  await assert.rejects(addAccount(ports, ada, acme), { code: 'credentials_missing', hint: others })
  targets.problem = 'credentials_expired'
  assert.equal((await addAccount(ports, ada, { ...acme, verify: false })).accountId, null)
})

test('which AWS account one is stays known: as AWS said, else as its role says', async () => {
  const { bare: ports, targets } = createWorld()
  const shown = async () => (await ports.accounts.accounts()).map(showAccount).map(one => [one.name, one.accountId])
  await addAccount(ports, ada, acme)
  targets.problem = 'credentials_expired'
  const roleArn = 'arn:aws:iam::210987654321:role/deploy'
  const role = { name: 'byrole', credentials: { kind: 'role' as const, roleArn }, verify: false }
  await addAccount(ports, ada, { ...acme, ...role })
  await addAccount(ports, ada, { ...acme, name: 'nobody-asked', verify: false })
  // As it was recorded before this was.
  await ports.accounts.addAccount({
    ...acme,
    name: 'older',
    endpointUrl: null,
    credentials: { kind: 'chain' },
    secret: null,
  })
  assert.deepEqual(await shown(), [
    ['acme', '123456789012'],
    ['byrole', '210987654321'],
    ['nobody-asked', null],
    ['older', null],
  ])
})

test('a secret key that is too short to be hidden in logs is warned of', async () => {
  const { bare: ports } = createWorld()
  const add = async (name: string, secretAccessKey: string) =>
    (
      await addAccount(ports, ada, {
        ...acme,
        name,
        credentials: { kind: 'keys', accessKeyId: 'AKIA', secretAccessKey },
      })
    ).warnings
  assert.match((await add('short', 'test')).join(), /^The secret access key is shorter than 6 characters/)
  assert.deepEqual(await add('long', 'long enough'), [])
})

test('a region that AWS does not have is warned of, and named where AWS could not be asked', async () => {
  const { bare: ports, targets } = createWorld()
  const typo = { name: 'typo', region: 'eu-centrl-1' }
  assert.match((await addAccount(ports, ada, typo)).warnings.join(), /^eu-centrl-1 is none .* is eu-central-1 meant\?$/)
  targets.problem = 'cloud_unreachable'
  await assert.rejects(addAccount(ports, ada, { ...typo, name: 'other' }), {
    message: /^eu-centrl-1 .* is eu-central-1 meant\? /,
  })
})

test('without any account no app is made, and how to add one is said', async () => {
  const { bare: ports, source } = createWorld()
  source.push('main')
  const wish = { name: 'shop', repository }
  await assert.rejects(createApp(ports, ada, wish), { code: 'account_not_found', hint: /trellis account add/ })
  assert.deepEqual(await ports.apps.apps(), [])
  await addAccount(ports, ada, acme)
  await createApp(ports, ada, wish)
  assert.deepEqual(
    (await ports.apps.environments('shop')).map(one => one.account),
    ['acme', 'acme', 'acme'],
  )
})
