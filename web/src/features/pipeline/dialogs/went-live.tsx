import { Button } from '../../../ui/button.tsx'
import './went-live.css'

export interface WentLiveProps {
  environment: string
  /** What it was opened for; 0: nothing. */
  meant: number
  /** What is live by now; 0: nothing. */
  live: number
  onMean: (number: number) => void
}

/** Another one went live while the dialog stood open: nothing is done with that before somebody has looked at it. */
export const WentLive = ({ environment, meant, live, onMean }: WentLiveProps) => (
  <div role="status">
    {live !== meant && (
      <p className="notice notice-warn went-live">
        <span>
          {environment} now has {live === 0 ? 'nothing live' : `#${live}`}
          {meant > 0 && `, no longer #${meant}`}.
        </span>
        <Button onClick={() => onMean(live)}>Show it</Button>
      </p>
    )}
  </div>
)
