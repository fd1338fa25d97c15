import assert from 'node:assert/strict'
import { Deployment } from '../../../src/contract/deployment.ts'
import { isFinal } from '../../../src/contract/vocabulary.ts'
import { appStatus } from '../../../src/core/app/app-status.ts'
import { listDeployments } from '../../../src/core/deployment/list-deployments.ts'
import type { DeploymentRecord } from '../../../src/core/ports/deployment-store.ts'
import { nameOf } from './changes.ts'
import { cloudSecret } from './cloud.ts'
import { stackOf } from './script.ts'
import { ada, app, variableSecret, type World } from './world.ts'

/** The rules as they must hold when all is quiet. @throws AssertionError naming the rule */
export async function checkQuiet(world: World): Promise<void> {
  const { auditor, bare } = world
  assert.deepEqual(auditor.violations, [])
  for (const seen of auditor.records.values()) {
    const record = await bare.deployments.get(seen.id)
    assert.ok(record, `rule 3: ${nameOf(seen)} is lost`)
    assert.deepEqual(record, seen, `rule 3: ${nameOf(seen)} is not what was written`)
    checkEnd(record)
    await checkLog(world, record)
  }
  for (const environment of auditor.settings.keys()) await checkStanding(world, environment)
  await checkSecrets(world)
}

/** Rule 3: one final state, and why. */
function checkEnd(record: DeploymentRecord): void {
  const name = `rule 3: ${nameOf(record)}, ${record.state},`
  assert.ok(isFinal(record.state), `${name} is not final`)
  assert.ok(record.why, `${name} does not say what led to it`)
  assert.ok(record.finishedAt, `${name} has no end`)
  assert.ok(record.state !== 'failed' || record.failure?.message, `${name} does not say why`)
  assert.ok(record.state !== 'cancelled' || record.cancelRequestedBy, `${name} does not say by whom`)
  assert.equal(record.ending, null, `${name} is still to end`)
}

/** Rule 5: what was said is recorded once, in order; whoever watched saw nothing else. */
async function checkLog({ bare, machines, live }: World, record: DeploymentRecord): Promise<void> {
  const { lines } = await bare.logs.read(record.id, 1, 10_000)
  assert.deepEqual(
    lines.map(line => line.seq),
    lines.map((_, index) => index + 1),
    'rule 5: the log has gaps',
  )
  // What a killed machine's last post says may still arrive behind the end; nothing else may.
  const behind = lines.slice(record.lastSeq).filter(line => line.stream === 'trellis' || record.state === 'succeeded')
  assert.deepEqual(behind, [], `rule 5: ${nameOf(record)} does not know its last line`)
  const machine = machines.of(record.id).findLast(one => one.job !== null)
  const events = (machine?.emitted ?? []).slice(0, record.lastEvent)
  const said = events.flatMap(event => (event.type === 'log' ? [event.text] : []))
  const told = lines.filter(line => line.stream !== 'trellis').map(line => line.text)
  assert.deepEqual(told.slice(0, said.length), said, `rule 5: the log of ${nameOf(record)}`)
  const outputs = events.findLast(event => event.type === 'outputs')?.outputs ?? {}
  assert.deepEqual(record.outputs, outputs, `rule 5: the outputs of ${nameOf(record)}`)
  const ended = events.flatMap(event => (event.type === 'phase-finished' ? [`${event.phase} ${event.state}`] : []))
  const over = new Set(events.flatMap(event => (event.type === 'phase-finished' ? [event.phase] : [])))
  // What a killed machine could not end any more.
  const cut = events.flatMap(event => (event.type === 'phase-started' && !over.has(event.phase) ? [event.phase] : []))
  assert.deepEqual(
    record.phases.map(phase => `${phase.name} ${phase.state}`),
    [...ended, ...cut.map(phase => `${phase} failed`)],
    `rule 5: the phases of ${nameOf(record)}`,
  )
  assert.ok(
    record.phases.every(phase => phase.finishedAt !== undefined),
    `rule 5: the phases of ${nameOf(record)} end`,
  )
  for (const published of live.published) {
    if (!('lines' in published) || published.deployment !== record.id) continue
    for (const line of published.lines) {
      assert.equal(line.text, lines[line.seq - 1]?.text, `rule 5: line ${line.seq} of ${nameOf(record)} was shown`)
    }
  }
}

/** Rule 2, and that the records tell what stands in the cloud. */
async function checkStanding({ auditor, bare, source, cloud }: World, environment: string): Promise<void> {
  const state = await bare.deployments.environment(app, environment)
  assert.equal(state.running, null, `rule 1: ${environment} is still taken`)
  const records = [...auditor.records.values()].filter(one => one.environment === environment)
  const live = state.live ? await bare.deployments.get(state.live) : null
  const content = cloud.stack(stackOf(environment)).content
  if (state.status === 'deployed') assert.equal(content, live?.commit, `${environment} is not what stands there`)
  if (state.status === 'removed' || state.status === 'empty') assert.equal(content, null, `${environment} still stands`)
  const branch = auditor.settings.get(environment)?.branch
  const head = branch && source.head(branch)
  if (!head) return
  const push = records.filter(one => one.kind === 'push').at(-1)
  // A person has acted later: brought it, and something else after it, before it was seen as a push.
  if (push?.commit !== head && (await bare.decisions.decision(app, environment, head))?.code === 'undone') return
  assert.equal(push?.commit, head, `rule 2: ${environment} missed the head of ${branch}`)
  // A deployment of the same commit stands for a push that was left out, as the auditor has seen.
  const brings = push?.source ? records.find(one => one.number === push.source?.number) : push
  assert.notEqual(brings?.state, 'superseded', `rule 2: the newest push to ${environment} was superseded`)
  const later = records.some(one => push && one.number > push.number)
  if (brings?.state === 'succeeded' && !later) assert.equal(state.live, brings.id, `rule 2: ${environment}`)
}

/** Rule 8, as far as the core reaches. */
async function checkSecrets({ auditor, bare, live, machines, servers }: World): Promise<void> {
  const shown = [...(await listDeployments(bare, { app, limit: 1_000 })), await appStatus(bare, ada, app)]
  const logs = await Promise.all([...auditor.records.keys()].map(id => bare.logs.read(id, 1, 10_000)))
  const errors = servers.flatMap(server => server.errors.map(String))
  const text = JSON.stringify([[...auditor.records.values()], shown, logs, live.published, errors])
  const tokens = [
    ...machines.tokens.map(token => token.split('.')[1] ?? token),
    ...machines.all.map(one => one.session),
  ]
  for (const secret of [variableSecret, cloudSecret, ...tokens]) {
    assert.ok(!text.includes(secret), `rule 8: ${secret} can be read`)
  }
  for (const published of live.published) {
    if (!('lines' in published) && !('changed' in published)) Deployment.strict().parse(published)
  }
}
