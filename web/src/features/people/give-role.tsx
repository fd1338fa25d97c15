import { useQuery } from '@tanstack/react-query'
import type { Role } from '../../../../src/contract/access.ts'
import { client } from '../../lib/client.ts'
import { useAction } from '../../lib/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { FormProblem } from '../../ui/form-problem.tsx'
import { Modal } from '../../ui/modal.tsx'
import { useSetUpRefusals } from '../access/use-refusals.ts'
import { appsQuery } from '../app/queries.ts'
import { usePeopleChanged } from './queries.ts'

const roles: Record<Role, string> = {
  admin: 'Admin: also sets up',
  deployer: 'Deployer: also deploys',
  viewer: 'Viewer: looks',
}

/** On the whole server, or on one app. */
export function GiveRole({ onClose }: { onClose: () => void }) {
  const changed = usePeopleChanged()
  const apps = useQuery(appsQuery).data?.apps ?? []
  const refusedFor = useSetUpRefusals()
  const give = useAction(
    ({ login, role, app }: { login: string; role: Role; app: string }) =>
      client.call('setMember', { params: { login }, body: { role, ...(app ? { app } : {}) } }),
    {
      shown: true,
      done: ({ login }) => ({ title: `${login} has the role` }),
      onDone: () => {
        changed()
        onClose()
      },
    },
  )
  return (
    <Modal title="Give a role" onClose={onClose}>
      <Form
        action={give}
        onSend={form => {
          const text = (name: string) => String(form.get(name) ?? '').trim()
          give.mutate({ login: text('login'), role: text('role') as Role, app: text('app') })
        }}
      >
        <TextField label="Name at GitHub" name="login" required placeholder="mia" />
        <div className="form-row">
          <SelectField label="Role" name="role" defaultValue="deployer">
            {Object.entries(roles).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </SelectField>
          <SelectField label="Where" name="app" hint="The higher of both holds.">
            {refusedFor(undefined) === undefined && <option value="">The whole server</option>}
            {apps
              .filter(({ app }) => refusedFor(app) === undefined)
              .map(({ app }) => (
                <option key={app}>{app}</option>
              ))}
          </SelectField>
        </div>
        <FormProblem error={give.error} />
        <div className="form-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" busy={give.isPending}>
            Give the role
          </Button>
        </div>
      </Form>
    </Modal>
  )
}
