import type { PhaseName } from '../../contract/deployment.ts'
import type { Exit } from '../isolation/isolation.ts'
import { isSuccess } from '../isolation/isolation.ts'
import { currentCredentials } from './credentials.ts'
import { stepEnvironment } from './environment.ts'
import type { Job } from './job.ts'
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
  /** The command as people write it. */
  readonly said: string
}

/** Runs a command of the user's, its output going to the log as it comes. Throws only when the job is being stopped. */
export async function runStep(job: Job, step: Step): Promise<StepResult> {
  job.signal.throwIfAborted()
  const said = step.said ?? ('script' in step.command ? scriptName(step.command.script) : step.command.argv.join(' '))
  job.journal.say(`$ ${said}`)
  const credentials = step.cloud ? await currentCredentials(job) : undefined
  const env = stepEnvironment(job, { phase: step.phase, ...(step.env && { extra: step.env }), credentials })
  const argv = 'script' in step.command ? ['sh', '-e', '-c', step.command.script] : step.command.argv
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
  return { ok: isSuccess(exit), exit, output, said }
}

function scriptName(script: string): string {
  const lines = script.trim().split('\n')
  const first = lines[0] as string
  const shown = first.length > 120 ? `${first.slice(0, 119)}…` : first
  return lines.length === 1 ? shown : `${shown} … (${lines.length} lines)`
}

export const endedHow = ({ exit }: StepResult): string =>
  exit.problem ? `could not be started: ${exit.problem}` : `ended with ${exit.signal ?? `exit code ${exit.code}`}`
