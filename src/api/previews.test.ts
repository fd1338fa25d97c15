import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sampleNaming } from '../../tests/contract/samples.ts'
import type { ApiError } from '../client/api-error.ts'
import { TrellisError } from '../core/errors.ts'
import { openApi } from './testing/api.ts'
import { finishRunning } from './testing/pipeline.ts'

const place = openApi()
const { world, client } = place
const at = (environment: string) => ({ app: 'shop', environment })
const deployOne = async () => {
  const commit = world.source.push('main')
  await client.call('deploy', { params: at('development'), body: {} })
  await finishRunning(place, 'development')
  return commit
}
const preview = (environment: string, to?: string) =>
  client.call('promotionPreview', { params: at(environment), query: { to } })
const failsWith = (code: string) => (error: ApiError) => error.code === code
before(() => world.found())
after(() => world.close())

test('a promotion of nothing, to nowhere or to itself is refused in its preview as it would be itself', async () => {
  await assert.rejects(preview('development'), failsWith('nothing_to_promote'))
  await assert.rejects(preview('production'), failsWith('no_next_environment'))
  await assert.rejects(preview('development', 'development'), failsWith('invalid_input'))
})

test('the preview of a promotion names the commits, the missing variables and why tests are skipped', async () => {
  const first = await deployOne()
  const toEmpty = await preview('development')
  assert.deepEqual(
    [toEmpty.to, toEmpty.commits],
    [{ environment: 'staging', live: null, kept: false, protected: false }, []],
  )
  await client.call('promote', { params: at('development'), body: {} })
  await finishRunning(place, 'staging')
  const [second, third] = [await deployOne(), await deployOne()]
  await client.call('setVariables', { params: at('development'), body: [{ key: 'ONLY_HERE', value: 'hush-hush' }] })

  const { from, to, commits, behind, missingVariables, testsSkipped, refusal } = await preview('development')
  assert.deepEqual([from.environment, from.number, from.commit], ['development', 3, third])
  assert.deepEqual([to.environment, to.live?.commit, to.kept, to.protected], ['staging', first, false, false])
  assert.deepEqual(
    commits.map(one => one.commit),
    [second, third],
  )
  assert.deepEqual([behind, missingVariables, refusal], [0, [{ key: 'ONLY_HERE' }], null])
  assert.equal(testsSkipped, 'passed in development #3')
  await client.call('setEnvironment', { params: at('staging'), body: { testCommand: 'npm run slow' } })
  assert.equal((await preview('development')).testsSkipped, null)
})

test('the preview of a promotion backwards counts what would go away', async () => {
  const { commits, behind } = await preview('staging', 'development')
  assert.deepEqual([commits, behind], [[], 2])
})

test('a rollback can go to earlier successes, newest first, with the time it takes; rollbacks stand for what they returned to', async () => {
  await client.call('rollback', { params: at('development'), body: { to: 1 } })
  await finishRunning(place, 'development', { seconds: 7 })
  await client.call('deploy', { params: at('development'), body: {} })
  await finishRunning(place, 'development', { state: 'failed' })
  const choices = await client.call('rollbackChoices', { params: at('development') })
  assert.deepEqual(
    choices.map(({ deployment, live, usual }) => [deployment.number, live, usual]),
    [
      [3, false, false],
      [2, false, false],
      // The newest attempt failed half-way: a rollback mends what is live.
      [1, true, true],
    ],
  )
  assert.deepEqual(
    choices.map(one => [one.kept, one.estimatedSeconds]),
    [
      [false, 60],
      [false, 60],
      [false, 60],
    ],
  )
  assert.deepEqual(await client.call('rollbackChoices', { params: at('production') }), [])
})

test('the usual choice of a rollback brings another commit than the one that is live', async () => {
  for (const _ of [1, 2]) {
    await client.call('deploy', { params: at('development'), body: {} })
    await finishRunning(place, 'development')
  }
  const choices = await client.call('rollbackChoices', { params: at('development') })
  const [live, again] = choices
  assert.deepEqual([live?.live, live?.deployment.commit], [true, again?.deployment.commit])
  const usual = choices.filter(one => one.usual).map(one => one.deployment)
  // What was live before both of them is a rollback, and it stands for what it returned to.
  assert.deepEqual([usual.length, usual[0]?.number], [1, 1])
  const asked = await client.call('rollback', { params: at('development'), body: {} })
  assert.deepEqual([asked.commit, asked.source?.number], [usual[0]?.commit, 1])
  await finishRunning(place, 'development')
})

const bucket = { type: 'AWS::S3::Bucket', id: 'uploads-1', logicalId: 'Uploads', stack: 'dev-Shop', deleted: false }
const { deleted: _, ...bare } = bucket
const leftEarlier = { ...bare, snapshot: false, leftBy: 2 }

test('what a teardown would leave is asked of the cloud, and a cloud that tells nothing hides nothing else', async () => {
  const { cloud, targets } = world
  const { accountId: usual } = targets
  const { accountId } = sampleNaming('Shop')
  targets.accountId = accountId
  const table = { type: 'AWS::DynamoDB::Table', id: 'orders-1', logicalId: 'Orders', snapshot: false }
  cloud.stack('dev-Shop').kept = [table, { ...table, id: 'ledger-1', logicalId: 'Ledger', snapshot: true }]
  const staying = () => client.call('staying', { params: at('staging') })
  const here = { stack: 'dev-Shop', leftBy: null }
  assert.deepEqual(await staying(), {
    resources: [
      { ...table, ...here },
      { ...table, ...here, id: 'ledger-1', logicalId: 'Ledger', snapshot: true },
    ],
    ...{ problem: null, deletable: true },
  })
  const problems: [break_: () => void, problem: RegExp][] = [
    [() => (cloud.hangs = true), /^AWS did not answer within 0\.2 seconds\.$/],
    [() => (cloud.reachable = false), /^The cloud does not answer\.$/],
    [() => (targets.problem = 'credentials_expired'), /gives no credentials/],
    [() => (targets.accountId = '999999999999'), /stands in account .* lead to 999999999999/],
  ]
  for (const [change, problem] of problems) {
    change()
    const told = await staying()
    assert.match(told.problem ?? '', problem)
    assert.deepEqual(told.resources, [])
    Object.assign(cloud, { hangs: false, reachable: true })
    Object.assign(targets, { problem: null, accountId })
  }
  targets.accountId = usual
})

test('what a teardown would delete is known by its recorded names, and is nothing once it is gone', async () => {
  const standing = await client.call('standing', { params: at('staging') })
  assert.deepEqual(standing, {
    commands: null,
    stacks: [{ name: 'dev-Shop', region: 'eu-central-1' }],
    outputs: { Shop: { Url: 'https://example.org' } },
    retainedNote: null,
  })
  await client.call('teardown', { params: at('staging'), body: { confirm: 'staging' } })
  await finishRunning(place, 'staging', { retained: [bucket] })
  assert.deepEqual(await client.call('standing', { params: at('staging') }), {
    commands: null,
    stacks: [],
    outputs: {},
    retainedNote: 'The teardown #2 left behind: uploads-1.',
  })
  assert.deepEqual(await client.call('staying', { params: at('staging') }), {
    ...{ resources: [leftEarlier], problem: null, deletable: true },
  })
})

test('of an app of own commands it is said what a teardown runs, or why that is not known', async () => {
  const { detector } = world.bare
  const looks: string[] = []
  const removal = (answer: () => Promise<string | null>) => {
    detector.removal = (_repository, commit, path) => {
      looks.push(`${commit} ${path}`)
      return answer()
    }
  }
  const commands = async () => (await client.call('standing', { params: at('development') })).commands
  removal(async () => 'npm run remove')
  assert.deepEqual(await commands(), { remove: 'npm run remove', problem: null })
  const live = await client.call('appStatus', { params: { app: 'shop' } })
  assert.deepEqual(looks, [`${live.environments[0]?.live?.commit} .`])
  removal(async () => null)
  assert.deepEqual(await commands(), { remove: null, problem: null })
  removal(() => Promise.reject(new TrellisError('repository_unreachable', 'The repository is away.')))
  assert.deepEqual(await commands(), { remove: null, problem: 'The repository is away.' })
})

test('who means one deployment does not promote the one that took its place', async () => {
  await deployOne()
  const seen = (await preview('development')).from.number
  await deployOne()
  const promote = (number: number) => client.call('promote', { params: at('development'), body: { number } })
  await assert.rejects(promote(seen), failsWith('live_changed'))
  assert.equal((await promote(seen + 1)).source?.number, seen + 1)
  await finishRunning(place, 'staging')
})

test('the preview of a promotion names what brings the same commit there already', async () => {
  const before = await preview('development')
  assert.equal(before.onItsWay, null)
  const { number } = await client.call('promote', { params: at('development'), body: {} })
  assert.equal((await preview('development')).onItsWay, number)
  const second = await client.call('promote', { params: at('development'), body: {} })
  assert.equal((await preview('development')).onItsWay, second.number, 'what waits counts, too')
  await client.call('cancel', { params: at('staging'), query: { number: second.number } })
  await finishRunning(place, 'staging')
  assert.equal((await preview('development')).onItsWay, null)
})

test('the preview of a promotion tells whether the artifact of what is live there is kept', async () => {
  await client.call('promote', { params: at('development'), body: {} })
  await finishRunning(place, 'staging', { artifact: { digest: 'd'.repeat(64), bytes: 7 } })
  assert.equal((await preview('development')).to.kept, true)
})
