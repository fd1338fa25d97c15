import {
  CircleCheck,
  CircleDashed,
  CircleMinus,
  CircleSlash,
  CircleX,
  Clock3,
  LoaderCircle,
  type LucideIcon,
  Replace,
} from 'lucide-react'
import type { EnvironmentStatusName } from '../../../src/contract/app.ts'
import type { DeploymentState } from '../../../src/contract/deployment.ts'
import './status.css'

type Tone = 'good' | 'bad' | 'busy' | 'none'
export type StatusName = EnvironmentStatusName | DeploymentState

const marks: Record<StatusName, { word: string; icon: LucideIcon; tone: Tone }> = {
  empty: { word: 'Nothing deployed', icon: CircleDashed, tone: 'none' },
  deploying: { word: 'Deploying', icon: LoaderCircle, tone: 'busy' },
  deployed: { word: 'Deployed', icon: CircleCheck, tone: 'good' },
  removing: { word: 'Tearing down', icon: LoaderCircle, tone: 'busy' },
  removed: { word: 'Torn down', icon: CircleMinus, tone: 'none' },
  error: { word: 'Needs attention', icon: CircleX, tone: 'bad' },
  waiting: { word: 'Waiting', icon: Clock3, tone: 'none' },
  queued: { word: 'Queued', icon: Clock3, tone: 'none' },
  running: { word: 'Running', icon: LoaderCircle, tone: 'busy' },
  succeeded: { word: 'Succeeded', icon: CircleCheck, tone: 'good' },
  failed: { word: 'Failed', icon: CircleX, tone: 'bad' },
  cancelled: { word: 'Cancelled', icon: CircleSlash, tone: 'none' },
  superseded: { word: 'Superseded', icon: Replace, tone: 'none' },
  rejected: { word: 'Rejected', icon: CircleSlash, tone: 'none' },
}

export interface StatusProps {
  of: StatusName
  /** Only the mark; the word is for those who listen, or point at it. */
  small?: boolean
  /** Of the mark, in pixels. */
  size?: number
  /** Where the mark's own word does not say all. */
  said?: string | undefined
}

/** A status by its shape, its word and its colour: never by colour alone. */
export function Status({ of, small = false, size = small ? 16 : 18, said = marks[of].word }: StatusProps) {
  const { icon: Icon, tone } = marks[of]
  return (
    <span className={`status status-${tone}`} title={small ? said : undefined}>
      <Icon size={size} aria-hidden="true" className={tone === 'busy' ? 'turning' : undefined} />
      <span className={small ? 'visually-hidden' : undefined}>{said}</span>
    </span>
  )
}

export const statusWord = (of: StatusName): string => marks[of].word
