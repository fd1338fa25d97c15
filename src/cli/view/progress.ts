import type { Deployment } from '../../contract/deployment.ts'
import type { Look } from '../terminal.ts'
import { symbols } from './symbols.ts'
import { fit, plain } from './text.ts'
import { between, clock } from './time.ts'

const cells = 12

/** The line at the bottom: `◐ deploy  ▓▓▓░░░░░░░░░  12 of 61  0:42  Orders`. */
export function progressLine(deployment: Deployment, look: Look): string {
  const { state, phases, progress, behind, noMachine, requestedAt, startedAt, cancelRequestedBy } = deployment
  if (state === 'queued' || state === 'waiting') {
    const why = behind ? `Queued behind ${behind}` : 'Queued'
    return fit(`${symbols.quiet} ${why}  ${clock(between(requestedAt, null, look.now))}`, look.width - 1)
  }
  const phase = phases.findLast(one => one.state === 'running')
  const since = phase?.startedAt ?? startedAt ?? requestedAt
  const waits = noMachine && `waits for a build machine: ${plain(noMachine.problem)}`
  const parts = [cancelRequestedBy ? 'cancelling' : (waits ?? phase?.name ?? 'starting')]
  if (progress && progress.total > 0 && phase) {
    parts.push(bar(progress.completed / progress.total), `${progress.completed} of ${progress.total}`)
  }
  parts.push(clock(between(since, null, look.now)))
  if (progress?.current && phase) parts.push(plain(progress.current))
  // One column is kept free: terminals wrap a line that fills the last one.
  const text = fit(`${symbols.moving} ${parts.join('  ')}`, look.width - 1)
  return text
    .replace(symbols.moving, look.paint('yellow', symbols.moving))
    .replace(/[▓░]+/, it => look.paint('green', it))
}

function bar(share: number): string {
  const full = Math.min(cells, Math.max(0, Math.round(share * cells)))
  return '▓'.repeat(full) + '░'.repeat(cells - full)
}
