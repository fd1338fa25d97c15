import type { PhaseName } from '../src/contract/deployment.ts'
import type { LogLine } from '../src/contract/log.ts'
import type { Watched } from './watched.ts'

/** Where the time of one deployment went, in milliseconds; the parts add up to `total`. */
export interface Stages {
  readonly total: number
  /** The calls of git, npm, the tests, the user's app with the CDK's synthesis, and the CDK's deployment. */
  readonly git: number
  readonly install: number
  readonly test: number
  readonly synth: number
  readonly deploy: number
  /** All the rest: what Trellis adds. */
  readonly own: number
  /** Parts of `own`, in the order in which they come. `loading`: what the checkout did not cover of it. */
  readonly asking: number
  readonly starting: number
  readonly restoring: number
  readonly loading: number
  readonly around: number
  readonly ending: number
}

/**
 * Reads the stages off the deployment's record and log, as any user could. A tool's call lasts from the line that
 * announces it to the line that follows its end; whatever cannot be shown to be a tool's counts as Trellis's own: looking up
 * the commit, starting the build machine, taking the packages from the cache, waiting for the CDK to be loaded, naming
 * and checking the stacks, keeping the artifact, telling the watcher.
 */
export function stagesOf({ deployment, lines, askedAt, heardAt }: Watched): Stages {
  const ran = deployment.phases.filter(phase => phase.state === 'succeeded')
  const began = (phase: PhaseName) => instant(ran.find(one => one.name === phase)?.startedAt)
  const ended = (phase: PhaseName) => instant(ran.find(one => one.name === phase)?.finishedAt)
  const of = (phase: PhaseName) => lines.filter(line => line.phase === phase)
  const firstLine = (phase: PhaseName) => instant(of(phase)[0]?.at)
  const command = (phase: PhaseName) => instant(of(phase).find(isCommand)?.at)
  const lastOutput = (phase: PhaseName) => instant(of(phase).findLast(line => line.stream !== 'trellis')?.at)

  const total = heardAt - askedAt
  const git = span(began('checkout'), firstLine('checkout'))
  const install = span(command('install'), lastOutput('install'))
  const test = span(command('test'), ended('test'))
  const synth = span(command('build'), ended('build'))
  const deploy = span(command('deploy'), lastOutput('deploy'))
  const first = Math.min(...ran.map(phase => Date.parse(phase.startedAt)))
  const last = Math.max(...ran.map(phase => instant(phase.finishedAt) ?? 0))
  const requestedAt = Date.parse(deployment.requestedAt)
  return {
    total,
    git,
    install,
    test,
    synth,
    deploy,
    own: total - git - install - test - synth - deploy,
    asking: requestedAt - askedAt,
    starting: first - requestedAt,
    restoring: span(began('install'), ended('install')) - install,
    loading: span(began('build'), command('build')),
    around: span(began('deploy'), ended('deploy')) - deploy,
    ending: heardAt - last,
  }
}

/** Trellis announces every call of a tool: a command as a shell shows it, the CDK's library by this sentence. */
const isCommand = ({ stream, text }: LogLine): boolean => stream === 'trellis' && /^(\$ |Deploying with )/.test(text)

const instant = (at: string | undefined): number | undefined => (at === undefined ? undefined : Date.parse(at))

const span = (from: number | undefined, to: number | undefined): number =>
  from === undefined || to === undefined ? 0 : Math.max(0, to - from)
