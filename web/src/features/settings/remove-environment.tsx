import { client } from '../../lib/client.ts'
import { explain, useAction } from '../../lib/use-action.ts'
import { ConfirmName } from '../../ui/confirm-name.tsx'
import { Modal } from '../../ui/modal.tsx'
import { useChanged } from './use-changed.ts'

export function RemoveEnvironment({ app, name, onClose }: { app: string; name: string; onClose: () => void }) {
  const changed = useChanged(app)
  const remove = useAction((_: undefined) => client.call('removeEnvironment', { params: { app, environment: name } }), {
    done: () => ({ title: `${name} was removed` }),
    onDone: () => {
      onClose()
      changed()
    },
  })
  return (
    <Modal title={`Remove ${name}`} onClose={onClose}>
      <p>
        Its settings, variables and history go. It is refused while something of it stands in the cloud: tear it down
        first.
      </p>
      {remove.error && (
        <p className="field-problem" role="alert">
          {explain(remove.error).message} {explain(remove.error).hint}
        </p>
      )}
      <ConfirmName
        name={name}
        action={`Remove ${name}`}
        busy={remove.isPending}
        onCancel={onClose}
        onConfirm={() => remove.mutate(undefined)}
      />
    </Modal>
  )
}
