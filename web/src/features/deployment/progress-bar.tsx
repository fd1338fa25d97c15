import type { Progress as Amount } from '../../../../src/contract/deployment.ts'
import './progress-bar.css'

/** How many resources are done; without an amount only that something moves. */
export const ProgressBar = ({ progress, label }: { progress: Amount | null; label: string }) => (
  <progress
    aria-label={label}
    className="progress"
    {...(progress &&
      progress.total > 0 && { value: Math.min(progress.completed, progress.total), max: progress.total })}
  />
)
