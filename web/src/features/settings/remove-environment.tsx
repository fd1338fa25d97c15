import { useState } from 'react'
import { client } from '../../lib/client.ts'
import { explain, useAction } from '../../lib/use-action.ts'
import { ConfirmName } from '../../ui/confirm-name.tsx'
import { FormProblem } from '../../ui/form-problem.tsx'
import { Modal } from '../../ui/modal.tsx'
import { LeaveResources } from './leave-resources.tsx'
import { useChanged } from './use-changed.ts'

export function RemoveEnvironment({ app, name, onClose }: { app: string; name: string; onClose: () => void }) {
  const changed = useChanged(app)
  const [leave, setLeave] = useState(false)
  const remove = useAction(
    (_: undefined) =>
      client.call('removeEnvironment', { params: { app, environment: name }, query: { leaveResources: leave } }),
    {
      shown: true,
      done: () => ({ title: `${name} was removed` }),
      onDone: () => {
        onClose()
        changed()
      },
    },
  )
  const refusal = remove.error ? explain(remove.error) : null
  return (
    <Modal title={`Remove ${name}`} onClose={onClose}>
      <p>
        Its settings, variables and history go. It is refused while something of it is in the cloud: tear it down first.
      </p>
      <FormProblem error={remove.error} />
      <ConfirmName
        name={name}
        action={leave ? `Remove ${name}, leave its resources` : `Remove ${name}`}
        busy={remove.isPending}
        onCancel={onClose}
        onConfirm={() => remove.mutate(undefined)}
      >
        {(refusal?.code === 'environment_stands' || leave) && <LeaveResources checked={leave} onChange={setLeave} />}
      </ConfirmName>
    </Modal>
  )
}
