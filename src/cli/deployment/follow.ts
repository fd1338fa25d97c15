import type { Deployment } from '../../contract/deployment.ts'
import type { LogLine } from '../../contract/log.ts'
import { exitCodeOfState, interrupted } from '../exit-code.ts'
import { Interrupted, type Shell } from '../shell.ts'
import { accepted, ended, headline, placeOf } from '../view/deployment.ts'
import { LogView } from '../view/log.ts'
import { progressLine } from '../view/progress.ts'

export interface FollowOption {
  follow?: boolean
}

/** Ends every command that started a deployment: tells of it, or stays until it is over. */
export async function conclude(shell: Shell, deployment: Deployment, follow = false): Promise<void> {
  if (!follow) {
    shell.show(deployment, accepted(deployment, shell.terminal.look))
    shell.exitCode = exitCodeOfState(deployment.state)
    return
  }
  const { terminal } = shell
  terminal.stream([headline(deployment, terminal.look), ''])
  const view = new LogView()
  const { last, over } = await watch(shell, deployment, {
    onLines: lines => terminal.stream(view.draw(lines, terminal.look)),
  })
  shell.exitCode = over ? exitCodeOfState(last.state) : interrupted
  if (over) terminal.stream(['', ...ended(last, terminal.look)])
  terminal.document(last)
}

/** Follows with a line that moves at the bottom. @returns whether it is over, or whoever watched had enough */
export async function watch(
  shell: Shell,
  start: Deployment,
  { from = 1, onLines }: { from?: number; onLines(lines: LogLine[]): void },
): Promise<{ last: Deployment; over: boolean }> {
  const { terminal, client } = shell
  using stop = shell.interruptible()
  await terminal.prepareProgress()
  let last = start
  let lost = false
  const draw = () =>
    terminal.progress(lost ? '◐ The server does not answer; trying again …' : progressLine(last, terminal.sideLook))
  const reach = (connected: boolean) => {
    if (lost === !connected) return
    lost = !connected
    if (!terminal.watched) terminal.note(connected ? 'Connected again.' : 'The server does not answer; trying again …')
    draw()
  }
  draw()
  const ticking = terminal.watched ? setInterval(draw, 1_000) : null
  try {
    last = await client.follow(start, {
      from,
      signal: stop.signal,
      // The client tells that it is connected again only once that connection is over, too: whatever is heard says it first.
      onLines: lines => {
        reach(true)
        onLines(lines)
      },
      onDeployment: deployment => {
        last = deployment
        reach(true)
        draw()
      },
      onConnection: reach,
    })
    return { last, over: true }
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
    terminal.progress(null)
    terminal.note(goesOn(last))
    return { last, over: false }
  } finally {
    if (ticking) clearInterval(ticking)
    terminal.progress(null)
  }
}

/** Only the watching ended: people who press Ctrl-C may think otherwise. */
function goesOn(deployment: Deployment): string[] {
  const { app, environment, number } = deployment
  return [
    '',
    `${placeOf(deployment)} goes on without you.`,
    `  Watch it again: trellis logs ${app} ${environment} ${number} --follow`,
    `  Stop it:        trellis cancel ${app} ${environment}`,
  ]
}
