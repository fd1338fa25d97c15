import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anAppStatus, aStatus } from '../../client/testing/samples.ts'
import type { Standing, Staying } from '../../contract/preview.ts'
import { openFakeCli } from '../testing/fake-cli.ts'

const { answer, cli } = await openFakeCli()

test('a teardown that is not confirmed says what would go', async () => {
  const standing = { stacks: [{ name: 'hello-staging', region: 'eu-central-1' }], outputs: {}, retainedNote: null }
  const told = async (commands: Standing['commands']) => {
    answer('standing', () => ({ ...standing, commands }))
    const { code, err } = await cli('teardown hello staging')
    assert.equal(code, 2)
    return err
  }
  assert.match(await told(null), /staging of hello from the cloud: it would delete hello-staging\. Nothing was done\./)
  assert.match(
    await told({ remove: 'make remove\n', problem: null }),
    /it would run `make remove`, and it would delete/,
  )
})

test('a teardown that is not confirmed says that one is on its way already', async () => {
  answer('standing', () => ({ stacks: [], outputs: {}, retainedNote: null, commands: null }))
  const told = async (tearingDown: number | null) => {
    answer('appStatus', () => anAppStatus({ environments: [aStatus({ name: 'staging', tearingDown })] }))
    return (await cli('teardown hello staging')).err
  }
  assert.match(await told(7), /#7 tears staging down already: .*trellis logs hello staging 7 --follow/)
  assert.doesNotMatch(await told(null), /already/)
})

test('a teardown that is not confirmed names what would stay, what would become of it, and why that is not known', async () => {
  const stacks = [{ name: 'hello-staging', region: 'eu-central-1' }]
  answer('standing', () => ({ stacks, outputs: {}, retainedNote: null, commands: null }))
  const here = { stack: 'hello-staging', snapshot: false, leftBy: null }
  const table = { type: 'AWS::DynamoDB::Table', id: 'orders-1', logicalId: 'Orders', ...here }
  const told = async (change: Partial<Staying>, options = '') => {
    answer('staying', () => ({ resources: [table], problem: null, deletable: true, ...change }))
    return (await cli(`teardown hello staging${options}`)).err
  }
  const one = 'AWS::DynamoDB::Table  orders-1 (Orders)'
  assert.match(await told({}), /One resource would stay; --delete-retained deletes that, too:/)
  assert.ok((await told({})).includes(one))
  assert.match(await told({}, ' --delete-retained'), /One resource would go with it:/)
  assert.match(await told({ deletable: false }), /would stay, since the app's own tool removes its stacks:/)
  const others = [
    { ...table, id: 'ledger-1', snapshot: true },
    { ...table, id: 'uploads-1', region: 'us-east-1', leftBy: 3 },
  ]
  const all = await told({ resources: others })
  assert.match(all, /2 resources would stay/)
  assert.match(all, /ledger-1 \(Orders, a snapshot of it stays\)/)
  assert.match(all, /uploads-1 \(Orders, us-east-1, left by the teardown #3\)/)
  const unknown = await told({ resources: [], problem: 'AWS refuses the credentials.' })
  assert.match(unknown, /What would stay could not be looked at: AWS refuses the credentials\./)
  assert.match(unknown, /Tables and buckets that its stacks keep would stay/)
  assert.match(await told({ resources: [] }), /Nothing would stay by what the templates of its stacks say\./)
  await told({})
  assert.match(JSON.stringify((await cli('teardown hello staging --json')).json()), /confirmation_required.*orders-1/)
})
