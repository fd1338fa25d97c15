import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aDeployment, aLine, anAppStatus, aStatus, aSummary } from '../../client/testing/samples.ts'
import type { Look } from '../terminal.ts'
import { ended } from './deployment.ts'
import { drawGlance } from './glance.ts'
import { drawHistory } from './history.ts'
import { LogView } from './log.ts'
import { progressLine } from './progress.ts'
import { drawStatus } from './status.ts'
import { table } from './table.ts'
import { fit, plain, widthOf, wrap } from './text.ts'
import { age, clock, duration } from './time.ts'

const at = Date.parse('2026-11-22T10:00:42.000Z')
const look = (width: number): Look => ({ width, colour: false, paint: (_, text) => text, now: at })

test('times read like speech', () => {
  const ago = (ms: number) => age(new Date(at - ms).toISOString(), at)
  assert.deepEqual([0, 45e3, 120e3, 3 * 3600e3, 3 * 86400e3].map(ago), ['now', '45 s', '2 min', '3 h', '3 d'])
  assert.deepEqual([400, 38_200, 60_000, 72_000, 3_720_000].map(duration), [
    '0.4 s',
    '38 s',
    '1 min',
    '1 min 12 s',
    '1 h 2 min',
  ])
  assert.deepEqual([0, 42_900, 723_000, 3_723_000].map(clock), ['0:00', '0:42', '12:03', '1:02:03'])
})

test('text of elsewhere cannot move the cursor, and wide signs count as two', () => {
  assert.equal(plain('\u001b]0;owned\u0007Fix\u001b[2J it\r\nnow'), 'Fix it  now')
  assert.deepEqual([widthOf('abc'), widthOf('修正'), widthOf('🎁'), widthOf('\u001b[31mx\u001b[39m')], [3, 4, 2, 1])
  assert.equal(fit('修正する', 5), '修正…')
  assert.deepEqual(wrap('one two three\nfour', 10, '  '), ['  one two', '  three', '  four'])
  assert.deepEqual(wrap('see https://example.com/long now', 12, ''), ['see', 'https://example.com/long', 'now'])
})

test('no table is wider than the terminal', () => {
  const long = 'A title that goes on and on, far beyond what anybody would ever want to read of it'
  const status = anAppStatus({
    repository: `https://example.com/${'x'.repeat(100)}.git`,
    environments: [
      aStatus({ live: aSummary({ title: long }) }),
      aStatus({ name: 'a-very-long-name-of-an-environment' }),
    ],
  })
  const deployments = [aDeployment({ title: long }), aDeployment({ state: 'failed', number: 1234 })]
  for (const width of [44, 60, 80, 120, 200]) {
    for (const line of [...drawStatus(status, look(width)), ...drawHistory(deployments, look(width))]) {
      assert.ok(widthOf(line) <= width, `${width}: ${line}`)
    }
  }
  assert.ok(drawHistory(deployments, look(Number.POSITIVE_INFINITY)).some(line => line.includes(long)))
})

test('the status of an app tells how far an environment is behind the one before it', () => {
  const drawn = (behind: number | null, live = aStatus().live) =>
    drawStatus(anAppStatus({ environments: [aStatus(), aStatus({ name: 'staging', behind, live })] }), look(80)).join(
      '\n',
    )
  assert.match(drawn(2), /staging is 2 commits behind development\n.*trellis promote hello development --to staging/)
  assert.match(drawn(1), /staging is 1 commit behind development/)
  const apart = aStatus({ name: 'staging', behind: 1, ahead: 71 })
  const told = drawStatus(anAppStatus({ environments: [aStatus(), apart] }), look(80)).join('\n')
  assert.match(told, /staging is 1 commit behind development, which lacks 71 of its own/)
  for (const text of [drawn(0), drawn(null), drawn(2, null)]) assert.doesNotMatch(text, /behind/)
})

test('what failed stays in sight however narrow the terminal, and no state is cut', () => {
  const failure = { code: 'before_deploy_failed', phase: 'before-deploy' as const, message: 'no', hint: '' }
  const failed = aDeployment({ state: 'failed', number: 1234, failure, title: 'A title that goes on and on' })
  const glance = {
    app: 'shop',
    repository: '/srv/shop',
    sourceProblem: null,
    refused: {},
    lastActivity: null,
    environments: [
      {
        name: 'development',
        status: 'deployed' as const,
        protected: false,
        account: null,
        live: { number: 47, commit: null, title: 'A title that goes on and on' },
        latest: { number: 48, state: 'failed' as const, title: null, requestedAt: '2026-11-22T10:00:00.000Z' },
        refused: {},
      },
    ],
  }
  for (const width of [44, 60, 80]) {
    assert.match(drawHistory([failed], look(width)).join('\n'), /✕ Failed in before-deploy/, `history, ${width}`)
    assert.match(drawGlance({ apps: [glance] }, look(width)).join('\n'), /● Deployed.*#48 failed/, `status, ${width}`)
    for (const status of ['deploying', 'removing', 'error'] as const) {
      const drawn = drawStatus(anAppStatus({ environments: [aStatus({ status })] }), look(width)).join('\n')
      assert.match(drawn, /(Deploying|Removing|Needs attention) /, `status of an app, ${width}`)
    }
  }
})

test('a column that nobody fills is not shown', () => {
  const rows = table(
    [
      { title: 'A', text: () => 'x' },
      { title: 'B', text: () => '' },
    ],
    [1],
    look(80),
  )
  assert.deepEqual(rows, ['  A', '  x'])
})

test('a status tells what needs somebody, below the table', () => {
  const failure = { code: 'test_failed', phase: 'test' as const, message: 'npm test ended with 1', hint: '' }
  const drawn = drawStatus(
    anAppStatus({
      app: 'hello',
      repository: '/srv/hello',
      sourceProblem: 'it asks for a password',
      environments: [
        aStatus({
          latest: aSummary({ number: 49, state: 'failed', failure }),
          outputs: { S: { Url: 'https://x.example', N: '1' } },
        }),
        aStatus({
          name: 'staging',
          queued: [3, 4],
          leftBehind: [
            { type: 'AWS::DynamoDB::Table', id: 'orders-1', logicalId: 'Orders', stack: 'Shop', deleted: false },
          ],
        }),
      ],
    }),
    look(80),
  ).join('\n')
  assert.match(drawn, /● Deployed +#48 +a1b2c3d/)
  assert.match(
    drawn,
    /✕ Failed in test {2}development #49[\s\S]*npm test ended with 1[\s\S]*trellis logs hello development 49/,
  )
  assert.match(drawn, /1 resource left behind by teardowns of staging:\n +AWS::DynamoDB::Table {2}orders-1/)
  assert.match(drawn, /trellis teardown hello staging --yes --delete-retained/)
  assert.match(drawn, /2 deployments queued for staging: #3, #4/)
  assert.match(drawn, /cannot be read: it asks for a password/)
  assert.match(drawn, /development +Url +https:\/\/x\.example/)
})

test('a status says why an environment needs somebody, and how it gets whole again', () => {
  const drawn = (facts: Parameters<typeof aStatus>[0]) =>
    drawStatus(anAppStatus({ app: 'hello', environments: [aStatus({ status: 'error', ...facts })] }), look(80)).join(
      '\n',
    )
  const cancelled = aSummary({ id: 'two', number: 49, state: 'cancelled', title: 'Half' })
  assert.match(
    drawn({ brokenBy: cancelled, latest: cancelled }),
    /✕ Needs attention[\s\S]*○ Cancelled {2}development #49 {2}Half\n.*may be half of it\.\n.*trellis rollback hello development/,
  )
  const failed = aSummary({ id: 'three', number: 50, state: 'failed' })
  assert.match(drawn({ brokenBy: cancelled, latest: failed }), /#49[\s\S]*✕ Failed {2}development #50/)
  const teardown = aSummary({ id: 'four', kind: 'teardown', state: 'failed' })
  assert.match(drawn({ brokenBy: teardown, latest: teardown }), /trellis teardown hello development --yes/)
})

test('a branch that the repository has not is told, and how to follow another', () => {
  const missing = aStatus({ branch: 'main', branchProblem: 'The repository has no branch main. It has master.' })
  const drawn = drawStatus(anAppStatus({ app: 'hello', environments: [missing] }), look(80)).join('\n')
  assert.match(drawn, /! development follows main: The repository has no branch main\. It has master\./)
  assert.match(drawn, /trellis environment set hello development --branch BRANCH/)
})

test('a failure is told with its cause, its hint and where to read on', () => {
  const failure = {
    code: 'stack_failed',
    phase: 'deploy' as const,
    message: 'Orders exists.',
    hint: 'Rename it.',
    line: 1033,
  }
  const drawn = ended(aDeployment({ state: 'failed', failure, lastSeq: 2000 }), look(80)).join('\n')
  assert.match(drawn, /✕ Failed {2}hello\/staging #31[\s\S]*Failed in deploy: Orders exists\.\n {2}Rename it\.\n/)
  assert.match(drawn, /trellis logs hello staging 31 --from 1028/)
})

test('the outputs of a deployment are shown without what the CDK exports from stack to stack', () => {
  const outputs = {
    Shop: { ExportsOutputRefOrders: 'orders-1', Url: 'https://x.example' },
    Base: { ExportsOutputX: 'y' },
  }
  const drawn = ended(aDeployment({ state: 'succeeded', outputs }), look(80)).join('\n')
  assert.match(drawn, /Shop\.Url +https:\/\/x\.example/)
  assert.doesNotMatch(drawn, /ExportsOutput/)
})

test('a teardown names what it left behind', () => {
  const table = { type: 'AWS::DynamoDB::Table', id: 'orders-1', logicalId: 'Orders', stack: 'S' }
  const gone = (deleted: boolean) =>
    ended(aDeployment({ kind: 'teardown', state: 'succeeded', retained: [{ ...table, deleted }] }), look(80)).join('\n')
  assert.match(
    gone(false),
    /● Removed[\s\S]*1 resource left behind[\s\S]*AWS::DynamoDB::Table +orders-1[\s\S]*--delete-retained/,
  )
  assert.match(gone(true), /1 retained resource deleted, too/)
})

test('the line at the bottom shows the phase, how far it is and how long', () => {
  const phases = [{ name: 'deploy' as const, state: 'running' as const, startedAt: '2026-11-22T10:00:00.000Z' }]
  const progress = { completed: 12, total: 61, current: 'Orders' }
  assert.equal(
    progressLine(aDeployment({ phases, progress }), look(80)),
    '◐ deploy  ▓▓░░░░░░░░░░  12 of 61  0:42  Orders',
  )
  const behind = 'staging #30, which runs there'
  const noMachine = { since: '2026-11-22T10:00:00.000Z', problem: 'The quota is used up.' }
  assert.match(
    progressLine(aDeployment({ phases: [], noMachine }), look(80)),
    /waits for a build machine: The quota is/,
  )
  assert.match(progressLine(aDeployment({ state: 'queued', behind }), look(80)), /^○ Queued behind staging #30.*0:42$/)
  assert.ok(widthOf(progressLine(aDeployment({ phases, progress }), look(20))) < 20)
})

test('log lines stand below their phase; a build may colour, not move the cursor', () => {
  const lines = [
    aLine(1),
    aLine(2, { phase: 'test', stream: 'trellis', text: '10%\r100%\u001b[2J' }),
    aLine(3, { phase: 'test', text: '\u001b[31mred' }),
  ]
  const view = new LogView()
  const drawn = [...view.draw(lines.slice(0, 1), look(80)), ...view.draw(lines.slice(1), look(80))]
  assert.deepEqual(drawn, ['install', '    1   line 1', '', 'test', '    2 › 100%', '    3   red'])
  const coloured = new LogView().draw(lines.slice(2), { ...look(80), colour: true })
  assert.equal(coloured.at(-1), '    3   \u001b[31mred\u001b[0m')
})
