import { useQuery } from '@tanstack/react-query'
import type { Role } from '../../../../src/contract/access.ts'
import { client } from '../../lib/client.ts'
import { useAction } from '../../lib/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { FormProblem } from '../../ui/form-problem.tsx'
import { Loading, Problem } from '../../ui/page.tsx'
import { Refused } from '../../ui/refused.tsx'
import { useServerRefusals } from '../access/use-refusals.ts'
import { admissionsQuery, usePeopleChanged, waysQuery } from './queries.ts'

/** Whom sign-in by GitHub lets in. */
export function SignInSettings() {
  const { data, error, refetch } = useQuery(admissionsQuery)
  const ways = useQuery(waysQuery).data
  const refused = useServerRefusals().administer
  const changed = usePeopleChanged()
  const refuse = useAction((who: string) => client.call('removeAdmission', { query: { who } }), {
    done: () => ({ title: 'They are let in no longer' }),
    onDone: changed,
  })
  return (
    <section className="settings-section">
      <p className="quiet">
        {ways?.github ? (
          `People sign in by ${ways.github.name}.`
        ) : (
          <>
            No GitHub App is connected: people sign in by links of <code>trellis dashboard</code> alone.
          </>
        )}{' '}
        Once an organisation or a team is let in, everybody else stays out unless they are named. Whoever leaves it is
        shut out within five minutes.
      </p>
      <Refused what="change who is let in" why={refused} />
      {error && !data ? <Problem error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Loading what="who is let in" /> : null}
      {data?.length === 0 && <p>Nobody is let in by name: whoever has a role may sign in.</p>}
      <ul className="entries">
        {data?.map(({ who, role }) => (
          <li key={who} className="entry">
            <div className="entry-facts">
              <h2>{who}</h2>
              <p className="quiet">
                {who.startsWith('@') ? 'A person' : who.includes('/') ? 'A team' : 'An organisation'} · newcomers are{' '}
                {role}s
              </p>
            </div>
            <Button refused={refused} busy={refuse.isPending} onClick={() => refuse.mutate(who)}>
              Let in no longer
            </Button>
          </li>
        ))}
      </ul>
      <LetIn refused={refused} onDone={changed} />
    </section>
  )
}

function LetIn({ refused, onDone }: { refused: string | undefined; onDone: () => void }) {
  const allow = useAction((body: { who: string; role: Role }) => client.call('setAdmission', { body }), {
    shown: true,
    done: () => ({ title: 'They are let in' }),
    onDone,
  })
  return (
    <Form
      action={allow}
      onSend={form => allow.mutate({ who: String(form.get('who')).trim(), role: String(form.get('role')) as Role })}
    >
      <div className="form-row">
        <TextField
          label="Let in"
          name="who"
          required
          disabled={refused !== undefined}
          hint="An organisation acme, a team acme/platform, or a person @mia"
        />
        <SelectField label="As" name="role" defaultValue="viewer" disabled={refused !== undefined}>
          <option value="viewer">Viewer</option>
          <option value="deployer">Deployer</option>
          <option value="admin">Admin</option>
        </SelectField>
      </div>
      <FormProblem error={allow.error} />
      <div className="form-actions">
        <Button type="submit" tone="primary" busy={allow.isPending} refused={refused}>
          Let them in
        </Button>
      </div>
    </Form>
  )
}
