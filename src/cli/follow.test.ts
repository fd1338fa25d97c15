import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { refusal, startFakeServer } from '../client/testing/fake-server.ts'
import { aDeployment, lines } from '../client/testing/samples.ts'
import type { Deployment } from '../contract/deployment.ts'
import { runCli } from './testing/run-cli.ts'

const fake = await startFakeServer({
  promote: () => aDeployment(),
  showDeployment: () => aDeployment(),
  readLog: ({ query }) => ({ lines: [], next: Number(query.from) }),
})
after(() => fake[Symbol.asyncDispose]())
const { url } = fake
const topic = 'deployment:d1'

function ends(facts: Partial<Deployment>): void {
  fake.onSubscribe = (socket, from) => {
    socket.send({ type: 'lines', topic, lines: lines(from, 3) })
    const finishedAt = '2026-11-22T10:00:38.000Z'
    socket.send({ type: 'deployment', topic, deployment: aDeployment({ lastSeq: 3, finishedAt, ...facts }) })
  }
}
const promote = ['promote', 'hello', 'development', '--follow']

test('following shows the log and ends with what stands, and with 0', async () => {
  ends({ state: 'succeeded', outputs: { Hello: { Url: 'https://x.example' } } })
  const { code, out } = await runCli(promote, { url })
  assert.equal(code, 0)
  assert.match(
    out,
    /install\n {4}1 {3}line 1\n[\s\S]*● Deployed {2}hello\/staging #31[\s\S]*Hello\.Url +https:\/\/x\.example/,
  )
})

test('a failure is explained, and ends with 1', async () => {
  ends({
    state: 'failed',
    failure: { code: 'test_failed', phase: 'test', message: '2 of 61 failed.', hint: 'Mend them.' },
  })
  const { code, out } = await runCli(promote, { url })
  assert.equal(code, 1)
  assert.match(
    out,
    /✕ Failed[\s\S]*Failed in test: 2 of 61 failed\.\n {2}Mend them\.\n[\s\S]*trellis logs hello staging 31/,
  )
})

test('with --json the final deployment is the one document, the log goes to standard error', async () => {
  ends({ state: 'cancelled' })
  const result = await runCli([...promote, '--json'], { url })
  assert.equal(result.code, 1)
  assert.equal((result.json() as Deployment).state, 'cancelled')
  assert.match(result.err, /line 3/)
})

test('logs --follow --json prints one object a line', async () => {
  ends({ state: 'succeeded' })
  const { code, out } = await runCli(['logs', 'hello', 'staging', '--follow', '--from', '2', '--json'], { url })
  const printed = out
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as { seq: number })
  assert.deepEqual(
    printed.map(line => line.seq),
    [2, 3],
  )
  assert.equal(code, 0)
})

test('logs --follow ends with 1 unless the deployment succeeded, also when it was over before', async () => {
  for (const [state, expected] of [
    ['failed', 1],
    ['cancelled', 1],
    ['rejected', 1],
    ['superseded', 1],
    ['succeeded', 0],
  ] as const) {
    ends({ state })
    assert.equal((await runCli(['logs', 'hello', 'staging', '31', '--follow'], { url })).code, expected, state)
  }
})

test('that the server does not answer is said no longer than until something is heard again', async () => {
  let failing = 1
  const { liveTicket } = fake.handlers
  fake.handlers.liveTicket = request => {
    if (failing-- > 0) throw refusal(503, 'internal', 'Not now.')
    return liveTicket?.(request) ?? assert.fail()
  }
  const goesOn = () => {
    failing = 1
    fake.onSubscribe = socket => {
      socket.send({ type: 'deployment', topic, deployment: aDeployment() })
      setTimeout(() => socket.send({ type: 'lines', topic, lines: lines(1, 1) }), 30)
      setTimeout(() => socket.send({ type: 'deployment', topic, deployment: aDeployment({ state: 'succeeded' }) }), 60)
    }
  }
  const logs = ['logs', 'hello', 'staging', '--follow']
  goesOn()
  const watched = (await runCli(logs, { url, terminal: 80 })).err
  assert.match(watched, /does not answer; trying again/)
  // The moving line is drawn at least three times more: for the news, for the log line, for the end.
  assert.match(watched.slice(watched.lastIndexOf('does not answer')), /starting[\s\S]*starting/)
  goesOn()
  const piped = await runCli([...logs.slice(0, 3), '--follow', '--json'], { url })
  assert.equal(piped.err.match(/Connected again/g)?.length, 1)
  fake.handlers.liveTicket = liveTicket ?? assert.fail()
})

test('Ctrl-C ends the watching, and says that the deployment goes on', async () => {
  let press = () => {}
  fake.onSubscribe = socket => {
    socket.send({ type: 'lines', topic, lines: lines(1, 2) })
    setTimeout(() => press(), 20)
  }
  const interrupt = (it: () => void) => {
    press = it
  }
  const human = await runCli(promote, { url, interrupt })
  assert.equal(human.code, 130)
  assert.match(human.err, /goes on without you[\s\S]*trellis cancel hello staging/)
  const json = await runCli([...promote, '--json'], { url, interrupt })
  assert.equal((json.json() as Deployment).state, 'running')
})

test('a line moves at the bottom of a terminal, and nowhere else', async () => {
  const startedAt = new Date().toISOString()
  const phases = [{ name: 'deploy' as const, state: 'running' as const, startedAt }]
  fake.onSubscribe = socket => {
    const progress = { completed: 12, total: 61 }
    socket.send({ type: 'deployment', topic, deployment: aDeployment({ phases, progress }) })
    setTimeout(
      () => socket.send({ type: 'deployment', topic, deployment: aDeployment({ state: 'succeeded', phases }) }),
      50,
    )
  }
  assert.match((await runCli(promote, { url, terminal: 80 })).err, /deploy {2}▓▓░+ {2}12 of 61/)
  const piped = await runCli(promote, { url })
  assert.doesNotMatch(piped.out + piped.err, /▓/)
})
