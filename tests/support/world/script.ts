import type { JobSpec, Naming, RunnerEvent } from '../../../src/contract/job.ts'
import { failure } from '../../../src/core/failures.ts'

type Without<E, K extends string> = E extends unknown ? Omit<E, K> : never
/** An event before it is numbered. */
export type Said = Without<RunnerEvent, 'seq' | 'at' | 'line'>

/** What a runner does next. `begin`, `complete` and `remove` touch the cloud, `hang` lasts until it is told to stop. */
export type Step = { say: Said } | { act: 'begin' | 'complete' | 'remove' | 'upload' | 'die' | 'hang' }

/** How a build machine behaves. */
export const plans = [
  'succeeds',
  'test-fails',
  'stack-fails',
  'after-deploy-fails',
  'hangs',
  'hangs-in-cloud',
  'deaf',
  'dies',
  'told-to-end',
  'dies-in-cloud',
  'silent',
  'never-reports',
  'stillborn',
] as const
export type Plan = (typeof plans)[number]

export const stackOf = (environment: string): string => `${environment}-Stack`

export const namingOf = (environment: string): Naming => ({
  mode: 'prefix',
  accountId: '123456789012',
  region: 'eu-central-1',
  stacks: [{ original: 'Stack', name: stackOf(environment) }],
  fixedNames: [],
})

const log = (text: string): Step => ({ say: { type: 'log', phase: null, stream: 'out', text } })
const act = (what: Extract<Step, { act: string }>['act']): Step => ({ act: what })
const fail = (code: 'test_failed' | 'stack_failed' | 'after_deploy_failed' | 'runner_lost'): Step => ({
  say: {
    type: 'finished',
    outcome: {
      state: 'failed',
      failure: failure(code, null, code === 'runner_lost' ? 'It was told to end.' : `It is ${code}.`),
    },
  },
})
const done: Step = { say: { type: 'finished', outcome: { state: 'succeeded' } } }
export const stopped: Step[] = [log('stopping'), { say: { type: 'finished', outcome: { state: 'stopped' } } }]

/** All that a runner will do with a job, unless it is told to stop. */
export function scriptOf(plan: Plan, job: JobSpec): Step[] {
  if (plan === 'silent') return [act('hang')]
  const cloud: Step[] = [{ say: { type: 'naming', naming: job.naming ?? namingOf(job.stage) } }]
  cloud.push({ say: { type: 'cloud-changing' } }, act('begin'), log('the stack changes'))
  const before = [...checks(plan, job), ...cloud]
  if (plan === 'test-fails') return [...checks(plan, job), fail('test_failed')]
  if (plan === 'hangs') return [...checks(plan, job), act('hang')]
  if (plan === 'dies') return [...checks(plan, job), act('die')]
  if (plan === 'told-to-end') return [...checks(plan, job), fail('runner_lost')]
  if (plan === 'hangs-in-cloud' || plan === 'deaf') return [...before, act('hang')]
  if (plan === 'dies-in-cloud') return [...before, act('die')]
  if (plan === 'stack-fails') return [...before, fail('stack_failed')]
  if (job.deployment.kind === 'teardown') return [...before, act('remove'), done]
  const outputs = { [stackOf(job.stage)]: { Url: `https://${job.stage}.example/${job.deployment.number}` } }
  const after: Step[] = [act('complete'), { say: { type: 'outputs', outputs } }]
  if (plan === 'after-deploy-fails') return [...before, ...after, fail('after_deploy_failed')]
  return [...before, ...after, act('upload'), log('done'), done]
}

/** What precedes any change of the cloud. */
function checks(plan: Plan, { artifact, tests, deployment }: JobSpec): Step[] {
  if (artifact) return [log(`deploying ${artifact.digest.slice(0, 7)}`)]
  if (deployment.kind === 'teardown') return [log('removing')]
  const state = plan === 'test-fails' ? 'failed' : tests.run && !tests.skipReason ? 'succeeded' : 'skipped'
  const reason = tests.skipReason ? { reason: tests.skipReason } : {}
  return [
    { say: { type: 'phase-started', phase: 'checkout' } },
    log('checking out'),
    { say: { type: 'phase-finished', phase: 'checkout', state: 'succeeded' } },
    { say: { type: 'phase-started', phase: 'test' } },
    log('testing'),
    { say: { type: 'phase-finished', phase: 'test', state, ...reason } },
  ]
}

/** As the runner numbers it: after all that it said before. */
export function numbered(said: Said, before: readonly RunnerEvent[], at: string): RunnerEvent {
  const seq = before.length + 1
  if (said.type !== 'log') return { ...said, seq, at }
  return { ...said, seq, at, line: before.filter(event => event.type === 'log').length + 1 }
}

export async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
