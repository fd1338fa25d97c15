import { Button } from '../../../ui/button.tsx'
import { Foreign } from '../../../ui/foreign.tsx'
import { Modal } from '../../../ui/modal.tsx'
import { Refused } from '../../../ui/refused.tsx'
import { useCancel } from '../actions.tsx'

export interface ToCancel {
  number: number
  title: string | null
  state: 'running' | 'waiting' | 'ended'
}

export interface AskToCancelProps {
  app: string
  name: string
  /** What it was opened for, and no other one; null: nothing ran then. */
  what: ToCancel | null
  /** Number of what runs there now. */
  now: number | null
  refused: string | undefined
  onClose: () => void
}

/** What a cancellation ends, and what it does not undo. */
export function AskToCancel({ app, name, what, now, refused, onClose }: AskToCancelProps) {
  const cancel = useCancel(app, name, onClose)
  const open = what !== null && what.state !== 'ended'
  return (
    <Modal
      title={what === null ? `Nothing runs in ${name}` : `Cancel ${name} #${what.number}`}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{open ? 'Let it go on' : 'Close'}</Button>
          {what && (
            <Button
              tone="danger"
              {...{ refused }}
              busy={cancel.isPending}
              disabled={!open}
              onClick={() => cancel.mutate(what.number)}
            >
              Cancel #{what.number}
            </Button>
          )}
        </>
      }
    >
      <div role="status">
        {what?.state === 'ended' && (
          <p className="notice">
            #{what.number} has ended.{now !== null && now !== what.number && ` #${now} runs there now: it goes on.`}
          </p>
        )}
      </div>
      {what === null && <p>There is nothing to cancel; it may have ended just now.</p>}
      {what?.state === 'waiting' && <p>It waits for its turn, and then never starts.</p>}
      {what?.state === 'running' && (
        <>
          <p>{what.title !== null && <Foreign text={what.title} />}</p>
          <p className="quiet">
            Its build is stopped down to the last process. Where the cloud is changing already, the change is taken back
            or brought to its end first; only then is {name} free again.
          </p>
        </>
      )}
      {open && <Refused what={`cancel in ${name}`} why={refused} />}
    </Modal>
  )
}
