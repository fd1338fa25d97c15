import type { EnvironmentStatusName } from '../../contract/app.ts'
import type { Deployment } from '../../contract/deployment.ts'
import type { Look, Style } from '../terminal.ts'

/** Status is told by shape and word, never by colour alone. */
export const symbols = { good: '●', moving: '◐', failed: '✕', quiet: '○', warning: '!' } as const

interface Sign {
  symbol: string
  word: string
  style: Style
}

const good = (word: string): Sign => ({ symbol: symbols.good, word, style: 'green' })
const moving = (word: string): Sign => ({ symbol: symbols.moving, word, style: 'yellow' })
const failed = (word: string): Sign => ({ symbol: symbols.failed, word, style: 'red' })
const quiet = (word: string): Sign => ({ symbol: symbols.quiet, word, style: 'dim' })

const ofEnvironment: Record<EnvironmentStatusName, Sign> = {
  empty: quiet('Nothing deployed'),
  deploying: moving('Deploying'),
  deployed: good('Deployed'),
  removing: moving('Removing'),
  removed: quiet('Removed'),
  error: failed('Needs attention'),
}

export const environmentSign = (status: EnvironmentStatusName): Sign => ofEnvironment[status]

export function deploymentSign({ state, kind }: Pick<Deployment, 'state' | 'kind'>): Sign {
  const removes = kind === 'teardown'
  switch (state) {
    case 'succeeded':
      return removes ? good('Removed') : good('Deployed')
    case 'running':
      return removes ? moving('Removing') : moving('Deploying')
    case 'failed':
      return failed('Failed')
    case 'rejected':
      return failed('Rejected')
    case 'queued':
      return quiet('Queued')
    case 'waiting':
      return quiet('Waiting')
    case 'cancelled':
      return quiet('Cancelled')
    case 'superseded':
      return quiet('Superseded')
  }
}

export const drawSign = ({ symbol, word, style }: Sign, { paint }: Look): string => paint(style, `${symbol} ${word}`)
