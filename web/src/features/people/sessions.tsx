import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../../lib/client.ts'
import { useAction } from '../../lib/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { CheckField } from '../../ui/field.tsx'
import { Loading, Problem } from '../../ui/page.tsx'
import { Refused } from '../../ui/refused.tsx'
import { Ago } from '../../ui/time.tsx'
import { useServerRefusals } from '../access/use-refusals.ts'
import { sessionsQuery, usePeopleChanged } from './queries.ts'

/** Where the person is signed in; for an admin, where everybody is. */
export function Sessions() {
  const refused = useServerRefusals().administer
  const [everybody, setEverybody] = useState(false)
  const { data, error, refetch } = useQuery(sessionsQuery(everybody))
  const changed = usePeopleChanged()
  const end = useAction((id: string) => client.call('revokeSession', { params: { id } }), {
    done: () => ({ title: 'Signed out there' }),
    onDone: changed,
  })
  return (
    <section className="settings-section">
      <CheckField
        label="Show those of everybody"
        checked={everybody}
        disabled={refused !== undefined}
        onChange={event => setEverybody(event.target.checked)}
      />
      <Refused what="see where others are signed in" why={refused} />
      {error && !data ? <Problem error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Loading what="the sessions" /> : null}
      <ul className="entries">
        {data?.map(one => (
          <li key={one.id} className="entry">
            <div className="entry-facts">
              <h2>{one.label || (one.kind === 'browser' ? 'A browser' : 'A command line')}</h2>
              <p className="quiet">
                {one.actor.name} · {one.kind === 'browser' ? 'browser' : 'command line'} · since{' '}
                <Ago at={one.createdAt} /> · until {one.expiresAt.slice(0, 10)}
                {one.current && ' · this one'}
              </p>
            </div>
            <Button busy={end.isPending} onClick={() => end.mutate(one.id)}>
              Sign out
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
