import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Output } from '../../../../../src/client/route-types.ts'
import { client } from '../../../lib/client.ts'
import { useAction } from '../../../lib/use-action.ts'
import { Button } from '../../../ui/button.tsx'
import { ConfirmName } from '../../../ui/confirm-name.tsx'
import { CheckField } from '../../../ui/field.tsx'
import { Modal } from '../../../ui/modal.tsx'
import { Loading, Problem } from '../../../ui/page.tsx'
import { Refused } from '../../../ui/refused.tsx'
import type { DialogProps } from './dialogs.tsx'
import { standingQuery } from './queries.ts'
import { Staying, useStaying } from './staying.tsx'
import { Underway } from './underway.tsx'
import './teardown.css'

/** What goes, what stays behind, and a name to type before it does. */
export default function Teardown({ status: { app, environments }, name, onClose, onAsked }: DialogProps) {
  const environment = environments.find(one => one.name === name)
  const refused = environment?.refused.teardown
  const already = environment?.tearingDown ?? null
  const { data, error, refetch } = useQuery(standingQuery(app, name))
  const stacks = data?.stacks ?? []
  const staying = useStaying(app, name)
  // Of a database a snapshot stays, whatever is asked for.
  const deletable = staying.resources.filter(one => !one.snapshot).length
  const [deleteRetained, setDeleteRetained] = useState(false)
  const tearDown = useAction(
    (_: undefined) =>
      client.call('teardown', { params: { app, environment: name }, body: { confirm: name, deleteRetained } }),
    { done: ({ number }) => ({ title: `Teardown of ${name} asked for: #${number}` }), onDone: onAsked },
  )
  if (environment?.status === 'empty' && !environment.latest) {
    return (
      <Modal
        title={`Nothing to tear down in ${name}`}
        onClose={onClose}
        footer={<Button onClick={onClose}>Close</Button>}
      >
        <p>Nothing was deployed to {name} yet.</p>
      </Modal>
    )
  }
  return (
    <Modal title={`Tear down ${name}`} onClose={onClose}>
      <Refused what={`tear ${name} down`} why={refused} />
      {already === null ? (
        <Underway target={environment} />
      ) : (
        <p className="notice notice-warn" role="status">
          #{already} tears {name} down already. Another teardown comes after it, and is of use only if that one fails.
        </p>
      )}
      {error ? <Problem error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Loading what="what stands there" /> : null}
      {stacks.length > 0 && (
        <div>
          <p>This deletes from the cloud, with everything in them:</p>
          <ul className="stack-list">
            {stacks.map(one => (
              <li key={`${one.name} ${one.region}`}>
                <code>{one.name}</code> {one.region && <span className="quiet">{one.region}</span>}
              </li>
            ))}
          </ul>
        </div>
      )}
      {data && <OwnCommands standing={data} name={name} />}
      {data?.retainedNote && staying.resources.length === 0 && <p className="quiet">{data.retainedNote}</p>}
      {data && <Staying {...staying} known={stacks.length > 0} deleted={deleteRetained} />}
      <ConfirmName
        name={name}
        action={already === null ? `Tear down ${name}` : `Tear down ${name} once more`}
        busy={tearDown.isPending}
        refused={refused}
        onCancel={onClose}
        onConfirm={() => tearDown.mutate(undefined)}
      >
        {staying.deletable && (stacks.length > 0 || data?.retainedNote) && (
          <CheckField
            label={`Also delete what would stay behind${deletable > 0 ? ` (${deletable})` : ''}`}
            hint="Their data is lost for good."
            checked={deleteRetained}
            onChange={event => setDeleteRetained(event.target.checked)}
          />
        )}
      </ConfirmName>
    </Modal>
  )
}

/** Of an app that brings its own: no stack is known, so the command is what can be said. */
function OwnCommands({ standing: { stacks, commands }, name }: { standing: Output<'standing'>; name: string }) {
  if (!commands) return stacks.length === 0 ? <p className="notice">No stack of {name} is recorded.</p> : null
  if (commands.problem !== null) {
    return (
      <p className="notice notice-warn">
        {stacks.length > 0
          ? 'Commands of its own would not run, since its code cannot be read now: '
          : 'What would run is not known, since its code cannot be read now: '}
        {commands.problem}
      </p>
    )
  }
  if (commands.remove === null) {
    return (
      <p className="notice notice-warn">
        The app is deployed by commands of its own, and its <code>trellis.yml</code> names no <code>remove</code>: the
        teardown will fail, and what stands there stays.
      </p>
    )
  }
  return (
    <div>
      <p>
        This runs <code>remove</code> of the app’s <code>trellis.yml</code>, with the credentials of {name}. What it
        deletes is up to it:
      </p>
      <pre className="own-command">{commands.remove.trim()}</pre>
    </div>
  )
}
