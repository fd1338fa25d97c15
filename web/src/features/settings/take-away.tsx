import type { Variable } from '../../../../src/contract/variable.ts'
import { client } from '../../lib/client.ts'
import { useAction } from '../../lib/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { FormProblem } from '../../ui/form-problem.tsx'
import { Modal } from '../../ui/modal.tsx'

export interface TakeAwayProps {
  app: string
  environment: string
  variable: Variable
  onClose: () => void
  onDone: () => void
}

/** Asked before a variable goes: what was secret, nobody can bring back. */
export function TakeAway({ app, environment, variable: { key, plain, value }, onClose, onDone }: TakeAwayProps) {
  const unset = useAction((_: undefined) => client.call('unsetVariable', { params: { app, environment, key } }), {
    shown: true,
    done: () => ({ title: `${key} was taken away from ${environment}` }),
    onDone,
  })
  return (
    <Modal
      title={`Take ${key} away from ${environment}?`}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button tone="danger" busy={unset.isPending} onClick={() => unset.mutate(undefined)}>
            Take it away
          </Button>
        </>
      }
    >
      {plain ? (
        <p>
          Its value is <code>{value}</code>.
        </p>
      ) : (
        <p>
          <strong>Its value is secret: Trellis shows it to nobody, so it cannot be brought back from here.</strong>
        </p>
      )}
      <p className="quiet">What runs in {environment} keeps it until the next deployment, which goes without it.</p>
      <FormProblem error={unset.error} />
    </Modal>
  )
}
