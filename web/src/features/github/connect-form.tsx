import { client } from '../../lib/client.ts'
import { useAction } from '../../lib/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { FormProblem } from '../../ui/form-problem.tsx'
import { Guarded } from '../../ui/refused.tsx'
import { useServerRefusals } from '../access/use-refusals.ts'

/** Leads to the page with the one button that makes the App. */
export function ConnectForm() {
  const refused = useServerRefusals().administer
  const connect = useAction(
    (form: FormData) => {
      const text = (name: string) => String(form.get(name) ?? '').trim()
      const organization = text('organization')
      const url = text('url')
      const body = { ...(organization ? { organization } : {}), ...(url ? { url } : {}) }
      return client.call('connectGitHub', { body })
    },
    { shown: true, done: () => null, onDone: ({ page }) => location.assign(page) },
  )
  return (
    <Form className="form github-connect" action={connect} onSend={connect.mutate}>
      <p>
        One click makes a GitHub App of your own for this server: it reads the repositories that you choose, tells of
        pushes, and shows each deployment. Nothing has to be copied.
      </p>
      <Guarded what="connect this server to GitHub" why={refused}>
        <TextField label="Organisation" name="organization" placeholder="acme" hint="Empty: the App is your own" />
        <details>
          <summary className="quiet">A GitHub Enterprise Server</summary>
          <TextField label="Address" name="url" type="url" placeholder="https://github.example.com" />
        </details>
      </Guarded>
      <FormProblem error={connect.error} />
      <div className="form-actions">
        <Button type="submit" tone="primary" busy={connect.isPending} refused={refused}>
          Connect to GitHub
        </Button>
      </div>
    </Form>
  )
}
