import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Role } from '../../../../src/contract/access.ts'
import type { Member } from '../../../../src/contract/person.ts'
import { explain, useAction } from '../../lib/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmName } from '../../ui/confirm-name.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Modal } from '../../ui/modal.tsx'
import { Empty, Loading, Problem } from '../../ui/page.tsx'
import { Ago } from '../../ui/time.tsx'
import { appsQuery } from '../app/queries.ts'
import { client } from './client.ts'
import { membersQuery, usePeopleChanged } from './queries.ts'
import { useNoAdmin } from './use-refused.ts'

const roles: Record<Role, string> = {
  admin: 'Admin: also sets up',
  deployer: 'Deployer: also deploys',
  viewer: 'Viewer: looks',
}

/** Everybody, and their roles. */
export function Members() {
  const { data, error, refetch } = useQuery(membersQuery)
  const [adding, setAdding] = useState(false)
  const noAdmin = useNoAdmin()
  return (
    <section className="settings-section">
      <div className="page-actions">
        <Button tone="primary" disabled={noAdmin !== null} title={noAdmin ?? undefined} onClick={() => setAdding(true)}>
          Give a role
        </Button>
      </div>
      {noAdmin && <p className="notice">{noAdmin} Everybody sees who may do what.</p>}
      {error && !data ? <Problem error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Loading what="the members" /> : null}
      {data?.length === 0 && (
        <Empty title="Nobody has a role yet.">
          <p>
            Only whoever can read the token of the server may do anything. Give the first person the role of an admin.
          </p>
        </Empty>
      )}
      <ul className="entries">
        {data?.map(member => (
          <Row key={member.login} member={member} noAdmin={noAdmin} />
        ))}
      </ul>
      {adding && <GiveRole onClose={() => setAdding(false)} />}
    </section>
  )
}

function Row({ member, noAdmin }: { member: Member; noAdmin: string | null }) {
  const { login, name, role, apps, admitted, lastSeenAt } = member
  const changed = usePeopleChanged()
  const [removing, setRemoving] = useState(false)
  const set = useAction((next: Role) => client.call('setMember', { params: { login }, body: { role: next } }), {
    done: one => ({ title: `${login} is ${one.role === 'admin' ? 'an' : 'a'} ${one.role}` }),
    onDone: changed,
  })
  const take = useAction((app: string) => client.call('removeMember', { params: { login }, query: { app } }), {
    done: () => ({ title: `${login} lost a role` }),
    onDone: changed,
  })
  return (
    <li className="entry">
      <div className="entry-facts">
        <h2>
          {login} {name && <span className="quiet">{name}</span>}
        </h2>
        <p className="quiet">
          {admitted ? '' : 'Shut out: belongs to nothing that is let in. '}
          {lastSeenAt ? (
            <>
              Signed in <Ago at={lastSeenAt} />
            </>
          ) : (
            'Never signed in'
          )}
        </p>
        {Object.entries(apps).map(([app, one]) => (
          <p key={app}>
            {one} of {app}{' '}
            <Button
              tone="plain"
              disabled={noAdmin !== null}
              title={noAdmin ?? undefined}
              aria-label={`Take the role of ${login} on ${app} away`}
              onClick={() => take.mutate(app)}
            >
              Take away
            </Button>
          </p>
        ))}
      </div>
      <div className="entry-actions">
        <select
          className="input"
          aria-label={`Role of ${login}`}
          value={role ?? ''}
          disabled={noAdmin !== null || set.isPending}
          title={noAdmin ?? undefined}
          onChange={event => set.mutate(event.target.value as Role)}
        >
          {role === null && <option value="">On apps alone</option>}
          {Object.keys(roles).map(one => (
            <option key={one}>{one}</option>
          ))}
        </select>
        <Button disabled={noAdmin !== null} title={noAdmin ?? undefined} onClick={() => setRemoving(true)}>
          Forget …
        </Button>
      </div>
      {removing && <Forget login={login} onClose={() => setRemoving(false)} />}
    </li>
  )
}

function Forget({ login, onClose }: { login: string; onClose: () => void }) {
  const changed = usePeopleChanged()
  const forget = useAction((_: undefined) => client.call('removeMember', { params: { login } }), {
    done: () => ({ title: `${login} is signed out everywhere, and forgotten` }),
    onDone: () => {
      onClose()
      changed()
    },
  })
  return (
    <Modal title={`Forget ${login}`} onClose={onClose}>
      <p>
        They are signed out everywhere, and the tokens that they made end. Whoever belongs to an organisation that is
        let in can come back, as a newcomer.
      </p>
      <ConfirmName
        name={login}
        action={`Forget ${login}`}
        busy={forget.isPending}
        onCancel={onClose}
        onConfirm={() => forget.mutate(undefined)}
      />
    </Modal>
  )
}

function GiveRole({ onClose }: { onClose: () => void }) {
  const changed = usePeopleChanged()
  const apps = useQuery(appsQuery).data?.apps ?? []
  const give = useAction(
    ({ login, role, app }: { login: string; role: Role; app: string }) =>
      client.call('setMember', { params: { login }, body: { role, ...(app ? { app } : {}) } }),
    {
      done: ({ login }) => ({ title: `${login} has the role` }),
      onDone: () => {
        changed()
        onClose()
      },
    },
  )
  return (
    <Modal title="Give a role" onClose={onClose}>
      <form
        className="form"
        onSubmit={event => {
          event.preventDefault()
          const form = new FormData(event.currentTarget)
          const text = (name: string) => String(form.get(name) ?? '').trim()
          if (!give.isPending) give.mutate({ login: text('login'), role: text('role') as Role, app: text('app') })
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
          <SelectField label="Where" name="app" defaultValue="" hint="The higher of both holds.">
            <option value="">The whole server</option>
            {apps.map(({ app }) => (
              <option key={app}>{app}</option>
            ))}
          </SelectField>
        </div>
        {give.error && (
          <p className="field-problem" role="alert">
            {explain(give.error).message} {explain(give.error).hint}
          </p>
        )}
        <div className="form-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" busy={give.isPending}>
            Give the role
          </Button>
        </div>
      </form>
    </Modal>
  )
}
