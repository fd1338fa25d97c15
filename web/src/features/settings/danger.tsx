import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { client } from '../../lib/client.ts'
import { explain, useAction } from '../../lib/use-action.ts'
import { useOpened } from '../../lib/use-opened.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmName } from '../../ui/confirm-name.tsx'
import { FormProblem } from '../../ui/form-problem.tsx'
import { Modal } from '../../ui/modal.tsx'
import { Refused } from '../../ui/refused.tsx'
import { useAppRefusals } from '../access/use-refusals.ts'
import { statusQuery } from '../app/queries.ts'
import { LeaveResources } from './leave-resources.tsx'
import { useChanged } from './use-changed.ts'
import { stands, WhatStands } from './what-stands.tsx'

/** What cannot be taken back. */
export function Danger({ app }: { app: string }) {
  const [opened, open] = useOpened()
  const refused = useAppRefusals(app).administer
  return (
    <section className="settings-section">
      <h2>Delete this app</h2>
      <p>
        Trellis forgets the app: its environments, variables, history and logs. The repository is not touched. Refused
        while anything of it is in the cloud.
      </p>
      <Refused what={`delete ${app}`} why={refused} />
      <div>
        <Button tone="danger" refused={refused} onClick={() => open('delete')}>
          Delete {app} …
        </Button>
      </div>
      {opened === 'delete' && refused === undefined && <DeleteApp app={app} onClose={() => open(undefined)} />}
    </section>
  )
}

function DeleteApp({ app, onClose }: { app: string; onClose: () => void }) {
  const navigate = useNavigate()
  const changed = useChanged(app)
  const [leave, setLeave] = useState(false)
  const remove = useAction(
    (_: undefined) => client.call('deleteApp', { params: { app }, query: { leaveResources: leave } }),
    {
      shown: true,
      done: () => ({ title: `${app} was deleted` }),
      onDone: () => {
        void navigate({ to: '/' })
        changed()
      },
    },
  )
  const refusal = remove.error ? explain(remove.error) : null
  const { data } = useQuery(statusQuery(app))
  const environments = data?.environments ?? []
  const isLeft = refusal?.code === 'environment_stands' || environments.some(stands)
  return (
    <Modal title={`Delete ${app}`} onClose={onClose}>
      <p>Its environments, variables, history and logs are forgotten.</p>
      <WhatStands app={app} environments={environments} />
      <FormProblem error={remove.error} />
      <ConfirmName
        name={app}
        action={leave ? `Delete ${app}, leave its resources` : `Delete ${app}`}
        busy={remove.isPending}
        onCancel={onClose}
        onConfirm={() => remove.mutate(undefined)}
      >
        {(isLeft || leave) && <LeaveResources checked={leave} onChange={setLeave} />}
      </ConfirmName>
    </Modal>
  )
}
