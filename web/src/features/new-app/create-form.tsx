import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { client } from '../../lib/client.ts'
import { keys } from '../../lib/keys.ts'
import { useLive } from '../../lib/live.tsx'
import { useAction } from '../../lib/use-action.ts'
import { useOpened } from '../../lib/use-opened.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextArea, TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { FormProblem } from '../../ui/form-problem.tsx'
import { Problem } from '../../ui/page.tsx'
import { AddAccount } from '../account/add-account.tsx'
import { accountsQuery } from '../account/queries.ts'
import { proposeName, readNewApp } from './read-new-app.ts'

export interface CreateFormProps {
  repository: string
  branch: string
  path: string
  /** Whether what was found can be deployed. */
  ready: boolean
  /** Whether something else is asked for by now than what was looked at. */
  stale: boolean
}

/** How the app is called, where it goes, and what it needs from the start. */
export function CreateForm({ repository, branch, path, ready, stale }: CreateFormProps) {
  const accounts = useQuery(accountsQuery)
  useLive('server')
  const [chosen, choose] = useState<string | null>(null)
  const [opened, open] = useOpened()
  const account = accounts.data?.find(one => one.name === chosen) ?? accounts.data?.[0]
  const navigate = useNavigate()
  const queries = useQueryClient()
  const create = useAction(
    async (form: FormData) => client.call('createApp', { body: readNewApp({ repository, branch, path }, form) }),
    {
      shown: true,
      done: ({ name }) => ({ title: `${name} is connected` }),
      onDone: ({ name }) => {
        void queries.invalidateQueries({ queryKey: keys.apps })
        void navigate({ to: '/apps/$app', params: { app: name } })
      },
    },
  )
  return (
    <>
      <Form action={create} onSend={create.mutate}>
        <h2>The app</h2>
        <div className="form-row">
          <TextField label="Name" name="name" required defaultValue={proposeName(repository, path)} />
          <SelectField
            label="Account"
            name="account"
            value={account?.name ?? ''}
            onChange={event => choose(event.target.value)}
          >
            {accounts.data?.length === 0 && <option value="">None yet</option>}
            {accounts.data?.map(one => (
              <option key={one.name} value={one.name}>
                {one.name} ({one.region})
              </option>
            ))}
          </SelectField>
          <TextField
            label="Region"
            name="region"
            placeholder={account?.region ?? 'eu-central-1'}
            hint={account ? `Empty: ${account.region}, as the account has it` : "Empty: the account's"}
          />
        </div>
        {accounts.error && !accounts.data ? (
          <Problem error={accounts.error} retry={() => void accounts.refetch()} />
        ) : (
          <div className="add-account">
            <p className="quiet">
              {accounts.data?.length === 0
                ? 'Deployments go to an account of AWS: add the first one.'
                : 'Each environment can later have an account of its own.'}
            </p>
            <Button onClick={() => open('account')}>Add an account …</Button>
          </div>
        )}
        <TextField
          label="Environments"
          name="environments"
          defaultValue="development, staging, production"
          hint={`In their order. Pushes to ${branch} go to the first; the last is protected.`}
        />
        <details>
          <summary>Variables and a script before each deployment</summary>
          <div className="form optional">
            <TextArea
              label="Variables"
              name="variables"
              placeholder="STRIPE_KEY=sk_test_…"
              hint="KEY=VALUE, a line each. Secret, and the same in every environment; change them later in the settings."
            />
            <TextArea label="Script before each deployment" name="beforeDeploy" placeholder="npm run migrate" />
          </div>
        </details>
        <FormProblem error={create.error} />
        {stale && (
          <p className="notice notice-warn">
            The repository, its branch or the folder is another above than the one that was looked at: look again first.
          </p>
        )}
        <div className="form-actions">
          <Button type="submit" tone="primary" busy={create.isPending} disabled={!ready || !account || stale}>
            Create the app and deploy it
          </Button>
        </div>
      </Form>
      {opened === 'account' && <AddAccount onClose={() => open(undefined)} onAdded={choose} />}
    </>
  )
}
