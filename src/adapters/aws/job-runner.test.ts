import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { JobOrders } from './job-orders.ts'
import { createJobRunner } from './job-runner.ts'
import { fakeEcs } from './testing/fake-ecs.ts'

async function scene(t: TestContext, patienceMs = 5_000) {
  const ecs = await fakeEcs(t)
  const tokens = new Map<string, string>()
  let signed = 0
  const orders: JobOrders = {
    async put(deployment, token) {
      tokens.set(deployment, token)
      // A URL that is signed anew is another one.
      return `https://orders.example/${deployment}?signed=${++signed}`
    },
    holds: async (deployment, token) => tokens.get(deployment) === token,
    async remove(deployment) {
      tokens.delete(deployment)
    },
  }
  const jobs = createJobRunner(ecs.client, orders, {
    cluster: 'trellis',
    taskDefinitions: { arm64: 'build-arm64', x86: 'build-x86' },
    container: 'build',
    subnets: ['subnet-1'],
    securityGroups: ['sg-1'],
    patienceMs,
    pauseMs: 1,
  })
  return { ecs, jobs, tokens, patienceMs }
}

test('a start runs one task that knows where its order lies, and nothing of the token', async t => {
  const { ecs, jobs, tokens } = await scene(t)
  await jobs.start('d1', 'd1.one-time')
  assert.deepEqual([await jobs.status('d1'), await jobs.status('d2')], ['starting', 'gone'])
  assert.equal(tokens.get('d1'), 'd1.one-time')
  const [task] = ecs.tasks
  const environment = [{ name: 'TRELLIS_ORDER', value: 'https://orders.example/d1?signed=1' }]
  const containerOverrides = [{ name: 'build', environment }]
  assert.deepEqual(task?.request.overrides, { cpu: '1024', memory: '4096', containerOverrides })
  assert.ok(!JSON.stringify(task?.request).includes('one-time'))
})

test('a machine has the size and the processors that were asked for, and is Spot only where that was', async t => {
  const { ecs, jobs } = await scene(t)
  await jobs.start('d1', 'token', { cpu: 0.25, memory: 0.5, architecture: 'arm64', spot: false })
  await jobs.start('d2', 'another', { cpu: 16, memory: 120, architecture: 'x86', spot: true })
  const asked = ecs.tasks.map(({ request }) => {
    const { taskDefinition, launchType, capacityProviderStrategy, overrides } = request
    return [taskDefinition, launchType, capacityProviderStrategy, overrides?.cpu, overrides?.memory]
  })
  assert.deepEqual(asked, [
    ['build-arm64', 'FARGATE', undefined, '256', '512'],
    ['build-x86', undefined, [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }], '16384', '122880'],
  ])
})

test('a machine bears the names of the app and the environment that it costs something for', async t => {
  const { ecs, jobs } = await scene(t)
  await jobs.start('d1', 'token', null, { app: 'shop', environment: 'staging' })
  assert.deepEqual(ecs.tasks[0]?.request.tags, [
    { key: 'trellis:app', value: 'shop' },
    { key: 'trellis:environment', value: 'staging' },
  ])
})

test('an order is gone once its machine has its job', async t => {
  const { jobs, tokens } = await scene(t)
  await jobs.start('d1', 'token')
  assert.equal(tokens.size, 1)
  await jobs.taken('d1')
  assert.equal(tokens.size, 0)
  assert.equal(await jobs.status('d1'), 'starting', 'it goes on')
})

test('the same start asked twice runs one task, and does not stop it', async t => {
  const { ecs, jobs } = await scene(t)
  await jobs.start('d1', 'token')
  await jobs.start('d1', 'token')
  assert.equal(ecs.tasks.length, 1)
  assert.equal(ecs.tasks[0]?.desiredStatus, 'RUNNING')
})

test('a start with a new token replaces the machine, once the first is gone', async t => {
  const { ecs, jobs } = await scene(t)
  await jobs.start('d1', 'first')
  await jobs.start('d1', 'second')
  assert.deepEqual(
    ecs.tasks.map(task => task.lastStatus),
    ['STOPPED', 'PROVISIONING'],
  )
})

test('too little room, a quota that is used up and throttling are waited out', async t => {
  const { ecs, jobs } = await scene(t)
  ecs.refusals = [
    { reason: 'Capacity is unavailable at this time. Please try again later or in a different availability zone' },
    { error: 'ThrottlingException' },
    { error: 'ClientException', message: 'You have reached the limit on the number of vCPUs' },
    { reason: 'RESOURCE:MEMORY' },
    { reason: 'AGENT' },
  ]
  await jobs.start('d1', 'token')
  assert.equal(ecs.tasks.length, 1)
  assert.equal(ecs.calls.filter(call => call === 'RunTask').length, 6)
})

test('room that does not come for now is told as such, and what is wrong for good at once', async t => {
  const { ecs, jobs } = await scene(t, 20)
  ecs.refusals = Array.from({ length: 100 }, () => ({ reason: 'Capacity is unavailable at this time.' }))
  await assert.rejects(jobs.start('d1', 'token'), {
    code: 'machine_unavailable',
    message: 'ECS has no room for a build machine: Capacity is unavailable at this time.',
  })
  assert.equal(ecs.tasks.length, 0)
  ecs.refusals = [{ reason: 'MISSING' }]
  ecs.calls = []
  await assert.rejects(jobs.start('d2', 'token'), { code: 'cloud_unreachable', message: /MISSING/ })
  assert.equal(ecs.calls.filter(call => call === 'RunTask').length, 1)
})

test('a permission that is missing, or a name that reads like a passing reason, keeps nobody waiting', async t => {
  const { ecs, jobs } = await scene(t)
  const denied =
    'User: arn:aws:sts::000000000000:assumed-role/work is not authorized to perform: ecs:RunTask on resource: arn:aws:ecs:eu-central-1:000000000000:task-definition/AGENT-throttle:1 because no identity-based policy allows the ecs:RunTask action'
  for (const error of ['AccessDeniedException', 'ClientException']) {
    ecs.refusals = [{ error, message: denied }]
    await assert.rejects(jobs.start('d1', `token-${error}`), { name: error, message: denied })
  }
  ecs.refusals = [{ reason: 'MISSING: no resource: arn:aws:ecs:eu-central-1:000000000000:cluster/build-agents' }]
  await assert.rejects(jobs.start('d1', 'token'), { code: 'cloud_unreachable', message: /MISSING/ })
  assert.equal(ecs.calls.filter(call => call === 'RunTask').length, 3)
})

test('whoever was refused asks again with another token, and gets one machine; ECS may turn away any of its calls', async t => {
  const { ecs, jobs } = await scene(t, 20)
  const throttled = () =>
    Array.from({ length: 100 }, () => ({ error: 'ThrottlingException', message: 'Rate exceeded' }))
  ecs.refusals = throttled()
  await assert.rejects(jobs.start('d1', 'first'), { code: 'machine_unavailable', message: /ThrottlingException/ })
  ecs.listing = throttled()
  await assert.rejects(jobs.start('d1', 'second'), { code: 'machine_unavailable', message: /Rate exceeded/ })
  Object.assign(ecs, { refusals: [], listing: [] })
  await jobs.start('d1', 'third')
  await jobs.start('d1', 'third')
  assert.deepEqual(
    ecs.tasks.map(task => task.lastStatus),
    ['PROVISIONING'],
  )
})

test('a machine whose forerunner is not gone yet waits for that, which is no want of room', async t => {
  const { ecs, jobs } = await scene(t, 20)
  await jobs.start('d1', 'first')
  ecs.looksUntilGone = 1_000
  await assert.rejects(jobs.start('d1', 'second'), { code: 'machine_stopping', message: /being stopped/ })
  ecs.looksUntilGone = 1
  await jobs.start('d1', 'third')
  assert.deepEqual(
    ecs.tasks.map(task => task.lastStatus),
    ['STOPPED', 'PROVISIONING'],
  )
})

test('a machine is on its way until it runs, and when it ends ECS says why, as soon as it is told to', async t => {
  const { ecs, jobs } = await scene(t)
  await jobs.start('d1', 'token')
  const [task = assert.fail()] = ecs.tasks
  for (const [lastStatus, status] of [
    ['PENDING', 'starting'],
    ['RUNNING', 'running'],
  ] as const) {
    Object.assign(task, { lastStatus })
    assert.deepEqual([await jobs.status('d1'), await jobs.whyGone('d1')], [status, null])
  }
  const byJane = { stopCode: 'UserInitiated', stoppedReason: 'Stopped by jane in the console' }
  Object.assign(task, { desiredStatus: 'STOPPED', lastStatus: 'STOPPING', ...byJane })
  assert.equal(await jobs.status('d1'), 'running')
  assert.equal((await jobs.whyGone('d1'))?.reason, 'UserInitiated; Stopped by jane in the console')
  Object.assign(task, { lastStatus: 'STOPPED', containers: [{ name: 'build', exitCode: 143 }] })
  await jobs.stop('d1')
  assert.equal((await jobs.whyGone('d1'))?.reason, 'UserInitiated; Stopped by jane in the console; exit code 143')
})

test('of several machines the last one counts, and of one that Trellis stopped itself nothing is said', async t => {
  const { ecs, jobs } = await scene(t)
  await jobs.start('d1', 'first')
  await jobs.start('d1', 'second')
  assert.equal(await jobs.whyGone('d1'), null, 'it runs')
  const [, second = assert.fail()] = ecs.tasks
  const stoppedReason = 'CannotPullContainerError: not found'
  Object.assign(second, {
    desiredStatus: 'STOPPED',
    lastStatus: 'STOPPED',
    stopCode: 'TaskFailedToStart',
    stoppedReason,
  })
  ecs.tasks.reverse()
  const why = await jobs.whyGone('d1')
  assert.equal(why?.reason, `TaskFailedToStart; ${stoppedReason}`)
  assert.match(why.hint ?? '', /--no-image/)
  await jobs.start('d2', 'token')
  await jobs.stop('d2')
  assert.deepEqual([await jobs.status('d2'), await jobs.whyGone('d2')], ['gone', null])
})

test('a machine that ended is found among all that did, however many', async t => {
  const { ecs, jobs } = await scene(t)
  ecs.page = 2
  for (let other = 0; other < 4; other += 1) await jobs.start(`d${other}`, `token-${other}`)
  const ended = { desiredStatus: 'STOPPED', lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited' }
  for (const [code, task] of ecs.tasks.entries())
    Object.assign(task, ended, { containers: [{ name: 'build', exitCode: code }] })
  assert.equal(await jobs.status('d3'), 'gone')
  assert.equal((await jobs.whyGone('d3'))?.reason, 'EssentialContainerExited; exit code 3')
})

test('a stop returns when nothing is left, forgets the order, and may be asked again', async t => {
  const { ecs, jobs, tokens } = await scene(t)
  ecs.looksUntilGone = 4
  await jobs.start('d1', 'token')
  await jobs.stop('d1')
  assert.equal(await jobs.status('d1'), 'gone')
  assert.equal(tokens.size, 0)
  assert.equal(ecs.calls.filter(call => call === 'StopTask').length, 1)
  await jobs.stop('d1')
  await jobs.stop('nobody')
})

test('a machine that takes longer to stop than a call may last is told so: whoever asked comes again', async t => {
  const { ecs, jobs } = await scene(t, 20)
  ecs.looksUntilGone = 1_000
  await jobs.start('d1', 'token')
  await assert.rejects(jobs.stop('d1'), { code: 'cloud_unreachable' })
  ecs.looksUntilGone = 1
  await jobs.stop('d1')
  assert.equal(await jobs.status('d1'), 'gone')
})
