import type { PhaseName } from '../src/contract/deployment.ts'
import type { LogLine } from '../src/contract/log.ts'
import type { Watched } from './watched.ts'

/** Where the time of one deployment went, in milliseconds. */
export interface Stages {
  readonly total: number
  /** Calls of tools: of git, of npm, of the tests, and of the CDK's synthesis and deployment. */
  readonly git: number
  readonly install: number
  readonly test: number
  readonly synth: number
  readonly deploy: number
  /** All the rest: what Trellis adds. */
  readonly own: number
  /** The beginning of `synth`: what of the CDK's own loading checkout and install did not cover. */
  readonly loading: number
  /** The parts of `own` that stand apart. */
  readonly starting: number
  readonly restoring: number
  readonly around: number
  readonly ending: number
}

/**
 * Reads the stages off the deployment's record and log, as any user could; the parts add up to `total`. What cannot be
 * shown to be a tool's time counts as Trellis's own: starting the build machine, taking the packages from the cache,
 * naming and checking the stacks, keeping the artifact, telling the watcher. A tool's call lasts
 * - git: from the request to its record, when the commit is looked up, and in the checkout until the commit's title is told;
 * - npm and tests: from the line that shows the command to the last line of its output;
 * - synthesis: the phase in which the CDK runs the app. It begins with the rest of the CDK's loading, as a `cdk synth` does;
 * - deployment: from the line that says that the CDK deploys to the CDK's last line.
 */
export function stagesOf({ deployment, lines, askedAt, heardAt }: Watched): Stages {
  const ran = deployment.phases.filter(phase => phase.state === 'succeeded')
  const began = (phase: PhaseName) => instant(ran.find(one => one.name === phase)?.startedAt)
  const ended = (phase: PhaseName) => instant(ran.find(one => one.name === phase)?.finishedAt)
  const of = (phase: PhaseName) => lines.filter(line => line.phase === phase)
  const command = (phase: PhaseName) => instant(of(phase).find(isCommand)?.at)
  const lastOutput = (phase: PhaseName) => instant(of(phase).findLast(line => line.stream !== 'trellis')?.at)

  const total = heardAt - askedAt
  const requestedAt = Date.parse(deployment.requestedAt)
  // A rollback looks nothing up.
  const lookup = deployment.fromArtifact ? 0 : requestedAt - askedAt
  const titled = of('checkout').find(({ text }) => /^[0-9a-f]{12} /.test(text))
  const git = lookup + span(began('checkout'), instant(titled?.at))
  const install = span(command('install'), lastOutput('install'))
  const test = span(command('test'), lastOutput('test'))
  const synth = span(began('build'), ended('build'))
  const deploy = span(command('deploy'), lastOutput('deploy'))
  const first = Math.min(...ran.map(phase => Date.parse(phase.startedAt)))
  const last = Math.max(...ran.map(phase => instant(phase.finishedAt) ?? 0))
  return {
    total,
    git,
    install,
    test,
    synth,
    deploy,
    own: total - git - install - test - synth - deploy,
    loading: span(began('build'), command('build')),
    starting: first - requestedAt,
    restoring: span(began('install'), ended('install')) - install,
    around: span(began('deploy'), ended('deploy')) - deploy,
    ending: heardAt - last,
  }
}

/** Trellis announces every call of a tool: a command as a shell shows it, the CDK's library by this sentence. */
const isCommand = ({ stream, text }: LogLine): boolean => stream === 'trellis' && /^(\$ |Deploying with )/.test(text)

const instant = (at: string | undefined): number | undefined => (at === undefined ? undefined : Date.parse(at))

const span = (from: number | undefined, to: number | undefined): number =>
  from === undefined || to === undefined ? 0 : Math.max(0, to - from)
