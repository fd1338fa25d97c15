import { Button } from '../../../ui/button.tsx'
import { Modal } from '../../../ui/modal.tsx'
import { Refused } from '../../../ui/refused.tsx'
import { useCancel } from '../actions.tsx'

export interface AskToCancelProps {
  app: string
  name: string
  running: { number: number; title: string | null } | null
  /** Number of what waits first. */
  waiting: number | null
  refused: string | undefined
  onClose: () => void
}

/** What a cancellation ends, and what it does not undo. */
export function AskToCancel({ app, name, running, waiting, refused, onClose }: AskToCancelProps) {
  const cancel = useCancel(app, name, onClose)
  const number = running?.number ?? waiting
  return (
    <Modal
      title={number === null ? `Nothing runs in ${name}` : `Cancel ${name} #${number}`}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{number === null ? 'Close' : 'Let it go on'}</Button>
          {number !== null && (
            <Button tone="danger" busy={cancel.isPending} refused={refused} onClick={() => cancel.mutate(undefined)}>
              Cancel #{number}
            </Button>
          )}
        </>
      }
    >
      {running ? (
        <>
          <p>{running.title}</p>
          <p className="quiet">
            Its build is stopped down to the last process. Where the cloud is changing already, the change is taken back
            or brought to its end first; only then is {name} free again.
          </p>
        </>
      ) : (
        <p>
          {waiting === null
            ? 'There is nothing to cancel; it may have ended just now.'
            : 'It waits for its turn, and then never starts.'}
        </p>
      )}
      {number !== null && <Refused what={`cancel in ${name}`} why={refused} />}
    </Modal>
  )
}
