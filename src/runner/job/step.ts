import type { PhaseName } from '../../contract/deployment.ts'
import { isSequence, scriptName, shortName } from '../../frameworks/command.ts'
import type { Exit } from '../isolation/isolation.ts'
import { isSuccess } from '../isolation/isolation.ts'
import { currentCredentials, endedAlready } from './credentials.ts'
import { stepEnvironment } from './environment.ts'
import type { Job } from './job.ts'
import { cannotIsolate } from './outcome.ts'
import { fail, JobFailed } from './phase.ts'
import { StepOutput } from './step-output.ts'

/** A script is text that the user wrote: the only thing that ever sees a shell. */
export type StepCommand = { readonly argv: readonly string[] } | { readonly script: string }

export interface Step {
  readonly phase: PhaseName
  readonly command: StepCommand
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
  /** Whether it may change the cloud. */
  readonly cloud?: boolean
  /** How the log calls it, where the command would say less. */
  readonly said?: string
}

export interface StepResult {
  readonly ok: boolean
  readonly exit: Exit
  readonly output: StepOutput
  /** The command as people write it, in short. */
  readonly said: string
  /** It runs several commands, of which the last one failed. */
  readonly isSequence: boolean
  /** When the credentials that it was given ended, where that was before it did. */
  readonly credentialsEnded: string | undefined
}

/** Runs a command of the user's, its output going to the log as it comes. Throws only when the job is being stopped. */
export async function runStep(job: Job, step: Step): Promise<StepResult> {
  job.signal.throwIfAborted()
  const { command } = step
  const script = 'script' in command ? command.script : undefined
  const said = step.said ?? ('script' in command ? scriptName(command.script, 120) : command.argv.join(' '))
  job.journal.say(`$ ${said}`)
  const credentials = step.cloud ? await currentCredentials(job) : undefined
  const env = stepEnvironment(job, { phase: step.phase, ...(step.env && { extra: step.env }), credentials })
  const argv = 'script' in command ? ['sh', '-e', '-c', command.script] : command.argv
  const problem = await job.prove()
  if (problem) throw new JobFailed(cannotIsolate(problem))
  const running = job.isolation.run(
    { argv: argv as [string, ...string[]], cwd: step.cwd, env, overlays: job.overlays },
    job.signal,
  )
  const output = new StepOutput()
  const [exit] = await Promise.all([
    running.ended,
    job.journal.pump(running.stdout, 'out', line => output.add(line)),
    job.journal.pump(running.stderr, 'err', line => output.add(line)),
  ])
  job.signal.throwIfAborted()
  const short = step.said ?? (script === undefined ? said : shortName(script))
  if (exit.outOfMemory) throw outOfMemory(job, step.phase, short)
  const credentialsEnded = endedAlready(credentials)
  return {
    ...{ ok: isSuccess(exit), exit, output, said: short, credentialsEnded },
    isSequence: script !== undefined && isSequence(script),
  }
}

function outOfMemory({ order }: Job, phase: PhaseName, said: string): JobFailed {
  const memory = order.containers?.limits.memory
  const most = memory ? `${Math.round(memory / 2 ** 20)} MB that it may use` : 'memory that there is'
  return fail('out_of_memory', phase, `\`${said}\` was killed: it needed more than the ${most}.`)
}

export const endedHow = ({ exit }: StepResult): string =>
  exit.problem ? `could not be started: ${exit.problem}` : `ended with ${exit.signal ?? `exit code ${exit.code}`}`
