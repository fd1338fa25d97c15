import { Progress } from '@base-ui/react/progress'
import type { Progress as Amount } from '../../../../src/contract/deployment.ts'
import './progress-bar.css'

/** How many resources are done; without an amount only that something moves. */
export const ProgressBar = ({ progress, label }: { progress: Amount | null; label: string }) => (
  <Progress.Root
    value={progress && progress.total > 0 ? Math.min(progress.completed, progress.total) : null}
    max={progress && progress.total > 0 ? progress.total : 1}
    aria-label={label}
    className="progress"
  >
    <Progress.Track className="progress-track">
      <Progress.Indicator className="progress-done" />
    </Progress.Track>
  </Progress.Root>
)
