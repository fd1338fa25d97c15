import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../../../lib/client.ts'
import { useAction } from '../../../lib/use-action.ts'
import { ConfirmName } from '../../../ui/confirm-name.tsx'
import { CheckField } from '../../../ui/field.tsx'
import { Modal } from '../../../ui/modal.tsx'
import { Loading, Problem } from '../../../ui/page.tsx'
import type { DialogProps } from './dialogs.tsx'
import { standingQuery } from './queries.ts'

/** What goes, what stays behind, and a name to type before it does. */
export default function Teardown({ status: { app }, name, onClose, onAsked }: DialogProps) {
  const { data, error, refetch } = useQuery(standingQuery(app, name))
  const [deleteRetained, setDeleteRetained] = useState(false)
  const tearDown = useAction(
    (_: undefined) =>
      client.call('teardown', { params: { app, environment: name }, body: { confirm: name, deleteRetained } }),
    { done: ({ number }) => ({ title: `Teardown of ${name} asked for: #${number}` }), onDone: onAsked },
  )
  return (
    <Modal title={`Tear down ${name}`} onClose={onClose}>
      {error ? <Problem error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Loading what="what stands there" /> : null}
      {data && data.stacks.length > 0 && (
        <div>
          <p>This deletes from the cloud, with everything in them:</p>
          <ul className="stack-list">
            {data.stacks.map(one => (
              <li key={`${one.name} ${one.region}`}>
                <code>{one.name}</code> {one.region && <span className="quiet">{one.region}</span>}
              </li>
            ))}
          </ul>
        </div>
      )}
      {data?.stacks.length === 0 && <p className="notice">No stacks of it are recorded.</p>}
      <p className="quiet">
        {data?.retainedNote ??
          'Resources that the app told the cloud to keep, such as tables and buckets with data, stay behind and are listed.'}
      </p>
      <ConfirmName
        name={name}
        action={`Tear down ${name}`}
        busy={tearDown.isPending}
        onCancel={onClose}
        onConfirm={() => tearDown.mutate(undefined)}
      >
        <CheckField
          label="Also delete what would stay behind"
          hint="Their data is lost for good."
          checked={deleteRetained}
          onChange={event => setDeleteRetained(event.target.checked)}
        />
      </ConfirmName>
    </Modal>
  )
}
