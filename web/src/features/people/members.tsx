import { useQuery } from '@tanstack/react-query'
import { Lock } from 'lucide-react'
import type { Role } from '../../../../src/contract/access.ts'
import type { Member } from '../../../../src/contract/person.ts'
import { roles } from '../../../../src/contract/vocabulary.ts'
import { client } from '../../lib/client.ts'
import { useAction } from '../../lib/use-action.ts'
import { useOpened } from '../../lib/use-opened.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmName } from '../../ui/confirm-name.tsx'
import { Modal } from '../../ui/modal.tsx'
import { Empty, Loading, Problem } from '../../ui/page.tsx'
import { Refused } from '../../ui/refused.tsx'
import { Ago } from '../../ui/time.tsx'
import { useServerRefusals, useSetUpRefusals } from '../access/use-refusals.ts'
import { appsQuery } from '../app/queries.ts'
import { useSession } from '../session/use-session.ts'
import { GiveRole } from './give-role.tsx'
import { membersQuery, usePeopleChanged, waysQuery } from './queries.ts'

/** Everybody, and their roles. */
export function Members() {
  const { data, error, refetch } = useQuery(membersQuery)
  const [opened, open] = useOpened()
  const ways = useQuery(waysQuery).data
  const refused = useServerRefusals().administer
  const refusedFor = useSetUpRefusals()
  const you = useSession().data?.actor.name
  const apps = useQuery(appsQuery).data?.apps ?? []
  // Whoever sets up a single app says who may do what there.
  const refusedAnywhere = apps.some(({ app }) => refusedFor(app) === undefined) ? undefined : refused
  return (
    <section className="settings-section">
      <div className="page-actions">
        <Button tone="primary" refused={refusedAnywhere} onClick={() => open('give-role')}>
          Give a role
        </Button>
      </div>
      <Refused what={`give or take roles${refusedAnywhere ? '' : ' on the whole server'}`} why={refused} />
      {error && !data ? <Problem error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Loading what="the members" /> : null}
      {data?.length === 0 && (
        <Empty title="Nobody has a role yet.">
          <p>Only the owner may do anything. Give the first person the role of an admin.</p>
          {ways?.github && (
            <>
              <p>Or take it yourself: whoever signs in by {ways.github.name} in this browser now is the first admin.</p>
              <a className="button" href="/github/sign-in">
                Sign in with GitHub
              </a>
            </>
          )}
        </Empty>
      )}
      <ul className="entries">
        {data && <Owner isYou={you === 'owner'} />}
        {data?.map(member => (
          <Row key={member.login} member={member} isYou={member.login === you} refusedFor={refusedFor} />
        ))}
      </ul>
      {opened === 'give-role' && refusedAnywhere === undefined && <GiveRole onClose={() => open(undefined)} />}
    </section>
  )
}

/** Whom nobody gave a role, and nobody can take it from. */
const Owner = ({ isYou }: { isYou: boolean }) => (
  <li className="entry">
    <div className="entry-facts">
      <h2>owner {isYou && <You />}</h2>
      <p className="quiet">
        Whoever runs this server: by its token, or a link of <code>trellis dashboard</code>.
      </p>
    </div>
    <p className="entry-actions quiet">
      <Lock size={14} aria-hidden="true" /> always an admin
    </p>
  </li>
)

const You = () => <span className="chip">you</span>

interface RowProps {
  member: Member
  isYou: boolean
  /** Why whoever looks may not change the role on an app, or on the whole server. */
  refusedFor: (app: string | undefined) => string | undefined
}

function Row({ member, isYou, refusedFor }: RowProps) {
  const refused = refusedFor(undefined)
  const { login, name, role, apps, admitted, lastSeenAt } = member
  const changed = usePeopleChanged()
  const [opened, open] = useOpened()
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
          {login} {name && <span className="quiet">{name}</span>} {isYou && <You />}
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
              refused={refusedFor(app)}
              aria-label={`Take away the role of ${login} on ${app}`}
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
          disabled={refused !== undefined || set.isPending}
          title={refused}
          onChange={event => set.mutate(event.target.value as Role)}
        >
          {role === null && <option value="">On apps alone</option>}
          {roles.map(one => (
            <option key={one}>{one}</option>
          ))}
        </select>
        <Button refused={refused} onClick={() => open(`remove ${login}`)}>
          Remove …
        </Button>
      </div>
      {opened === `remove ${login}` && refused === undefined && (
        <Remove login={login} onClose={() => open(undefined)} />
      )}
    </li>
  )
}

function Remove({ login, onClose }: { login: string; onClose: () => void }) {
  const changed = usePeopleChanged()
  const forget = useAction((_: undefined) => client.call('removeMember', { params: { login } }), {
    done: () => ({ title: `${login} is removed, and signed out everywhere` }),
    onDone: () => {
      onClose()
      changed()
    },
  })
  return (
    <Modal title={`Remove ${login}`} onClose={onClose}>
      <p>
        They are signed out everywhere, and the tokens that they made end. Whoever belongs to an organisation that is
        let in can come back, as a newcomer.
      </p>
      <ConfirmName
        name={login}
        action={`Remove ${login}`}
        busy={forget.isPending}
        onCancel={onClose}
        onConfirm={() => forget.mutate(undefined)}
      />
    </Modal>
  )
}
