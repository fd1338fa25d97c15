import { Lock } from 'lucide-react'
import type { ReactNode } from 'react'
import './refused.css'

export interface RefusedProps {
  /** What somebody would do: `promote to staging`. */
  what: string
  /** Undefined: they may. */
  why: string | undefined
}

/** What nobody may do there is no matter of whoever looks. */
const isOfRights = (why: string): boolean => !why.includes(' is protected: ')

/** What somebody may not do, and why: also for those who cannot hover. */
export const Refused = ({ what, why }: RefusedProps) =>
  why === undefined ? null : (
    <p className="refused">
      <Lock size={14} aria-hidden="true" />
      <span>{isOfRights(why) ? `You may not ${what}: ${why}.` : `${why.charAt(0).toUpperCase()}${why.slice(1)}.`}</span>
    </p>
  )

/** Fields that everybody sees, for those who may change them. */
export const Guarded = ({ what, why, children }: RefusedProps & { children: ReactNode }) => (
  <>
    <Refused what={what} why={why} />
    <fieldset className="form" disabled={why !== undefined}>
      {children}
    </fieldset>
  </>
)
