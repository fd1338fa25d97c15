import { Button } from './button.tsx'
import './changed-elsewhere.css'

export interface ChangedElsewhereProps {
  /** What somebody else changed, by its labels. */
  theirs: readonly string[]
  /** What whoever looks has changed and not saved. */
  mine: readonly string[]
  onTake: () => void
}

/** Over a form that holds what is not saved yet, while somebody else saved other things: both are kept apart. */
export function ChangedElsewhere({ theirs, mine, onTake }: ChangedElsewhereProps) {
  const both = theirs.filter(one => mine.includes(one))
  return (
    <div role="status" className="changed-place">
      {theirs.length > 0 && (
        <div className="notice notice-warn changed-elsewhere">
          <p>
            <strong>Changed by somebody else meanwhile: {list.format(theirs)}.</strong>{' '}
            {both.length > 0
              ? `What you save of ${list.format(both)} takes the place of theirs; the rest of theirs stays.`
              : 'What you wrote is kept; saving it leaves theirs as it is.'}
          </p>
          <Button onClick={onTake}>Drop mine, show theirs</Button>
        </div>
      )}
    </div>
  )
}

/** Beside the button that saves. */
export const Unsaved = ({ mine, onDiscard }: { mine: readonly string[]; onDiscard: () => void }) =>
  mine.length > 0 && (
    <>
      <p className="unsaved quiet">Not saved yet: {list.format(mine)}</p>
      <Button onClick={onDiscard}>Discard</Button>
    </>
  )

const list = new Intl.ListFormat('en')
