import { CommanderError } from 'commander'
import { interrupted, usage } from './exit-code.ts'
import { problemOf } from './failure.ts'
import { createProgram } from './program.ts'
import { Interrupted, Shell } from './shell.ts'
import { UsageError } from './usage-error.ts'
import { symbols } from './view/symbols.ts'
import { wrap } from './view/text.ts'
import type { World } from './world.ts'

/** Runs one command line. @returns its exit code; never throws */
export async function run(world: World): Promise<number> {
  const shell = new Shell(world)
  // Known before the command line is understood, since a mistake in it is told as JSON, too.
  shell.use({ json: world.argv.includes('--json') })
  try {
    const program = createProgram(shell)
    if (world.argv.length === 0) {
      program.outputHelp()
      return shell.exitCode
    }
    await program.parseAsync(world.argv, { from: 'user' })
    return shell.exitCode
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return shell.exitCode
    if (error instanceof Interrupted) return interrupted
    return tell(shell, error)
  }
}

function tell(shell: Shell, error: unknown): number {
  const { terminal } = shell
  terminal.progress(null)
  const problem = error instanceof UsageError ? { error: error.body, exitCode: usage } : problemOf(error, shell)
  terminal.document({ error: problem.error })
  const { paint, width } = terminal.sideLook
  const { message, hint } = problem.error
  if (!terminal.json) {
    const [first = '', ...rest] = wrap(message, width, '  ')
    terminal.note([`${paint('red', symbols.failed)} ${first.trimStart()}`, ...rest])
    if (hint) terminal.note(wrap(hint, width, '  ').map(line => paint('dim', line)))
  }
  if (shell.world.env.TRELLIS_DEBUG && error instanceof Error) terminal.note(error.stack ?? '')
  return problem.exitCode
}
