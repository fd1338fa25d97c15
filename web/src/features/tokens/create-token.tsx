import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { TokenAction } from '../../../../src/contract/access.ts'
import type { NewToken, CreateToken as Wish } from '../../../../src/contract/token.ts'
import { tokenActions } from '../../../../src/contract/vocabulary.ts'
import { client } from '../../lib/client.ts'
import { useAction } from '../../lib/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { CheckField, SelectField, TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { FormProblem } from '../../ui/form-problem.tsx'
import { Modal } from '../../ui/modal.tsx'
import { appsQuery } from '../app/queries.ts'
import { usePeopleChanged } from '../people/queries.ts'

const words: Record<TokenAction, string> = {
  read: 'See what happens, with logs',
  deploy: 'Deploy',
  promote: 'Promote',
  rollback: 'Roll back',
  teardown: 'Tear down',
  'set-variables': 'Set variables',
  administer: 'Change settings',
}
const usual: readonly TokenAction[] = ['read', 'deploy']

/** Says what a token is for, before it is made. */
export function CreateToken({ onClose, onMade }: { onClose: () => void; onMade: (token: NewToken) => void }) {
  const apps = useQuery(appsQuery).data?.apps ?? []
  const [app, setApp] = useState('')
  const environments = apps.find(one => one.app === app)?.environments ?? []
  const changed = usePeopleChanged()
  const create = useAction((body: Wish) => client.call('createToken', { body }), {
    shown: true,
    done: () => null,
    onDone: token => {
      changed()
      onMade(token)
    },
  })
  return (
    <Modal title="Make a token" onClose={onClose}>
      <Form action={create} onSend={form => create.mutate(wishOf(form))}>
        <div className="form-row">
          <TextField label="Name" name="name" required placeholder="ci" />
          <SelectField label="Ends after" name="expires" defaultValue="90">
            <option value="30">30 days</option>
            <option value="90">90 days</option>
            <option value="365">a year</option>
            <option value="">never</option>
          </SelectField>
        </div>
        <div className="form-row">
          <SelectField label="App" name="app" value={app} onChange={event => setApp(event.target.value)}>
            <option value="">Every app</option>
            {apps.map(one => (
              <option key={one.app}>{one.app}</option>
            ))}
          </SelectField>
          {app && (
            <SelectField label="Environment" name="environment" defaultValue="">
              <option value="">All of them</option>
              {environments.map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
            </SelectField>
          )}
        </div>
        <fieldset className="form-row check-rows">
          <legend>What it may do</legend>
          {tokenActions.map(action => (
            <CheckField
              key={action}
              label={words[action]}
              name="actions"
              value={action}
              defaultChecked={usual.includes(action)}
            />
          ))}
        </fieldset>
        <FormProblem error={create.error} />
        <div className="form-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" busy={create.isPending}>
            Make the token
          </Button>
        </div>
      </Form>
    </Modal>
  )
}

function wishOf(form: FormData): Wish {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const [app, environment, expires] = [text('app'), text('environment'), text('expires')]
  return {
    name: text('name'),
    ...(app ? { app } : {}),
    ...(environment ? { environments: [environment] } : {}),
    // The boxes hold nothing else; the server checks them.
    actions: form.getAll('actions').map(String) as TokenAction[],
    expiresInDays: expires ? Number(expires) : null,
  }
}
