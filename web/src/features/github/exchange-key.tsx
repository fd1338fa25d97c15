import { useQueryClient } from '@tanstack/react-query'
import { client } from '../../lib/client.ts'
import { useAction } from '../../lib/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { TextArea } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { FormProblem } from '../../ui/form-problem.tsx'
import { Modal } from '../../ui/modal.tsx'
import { gitHubKey } from './queries.ts'

/** Keys are made on GitHub's page of the App: GitHub has no other way. */
export function ExchangeKey({ settingsUrl, onClose }: { settingsUrl: string; onClose: () => void }) {
  const queries = useQueryClient()
  const exchange = useAction(
    (privateKey: string) => client.call('rotateGitHub', { body: { privateKey, webhookSecret: false } }),
    {
      shown: true,
      done: () => ({ title: 'The private key is exchanged', description: 'Delete the former one on the App’s page.' }),
      onDone: found => {
        queries.setQueryData(gitHubKey, found)
        onClose()
      },
    },
  )
  return (
    <Modal title="Exchange the private key" onClose={onClose}>
      <Form action={exchange} onSend={form => exchange.mutate(String(form.get('key') ?? ''))}>
        <p>
          Make one on{' '}
          <a className="text-link" href={settingsUrl} target="_blank" rel="noreferrer">
            the page of the App
          </a>
          , under “Private keys”, and paste the file here. It is tried out before it counts.
        </p>
        <TextArea label="Private key" name="key" required placeholder="-----BEGIN RSA PRIVATE KEY-----" />
        <FormProblem error={exchange.error} />
        <div className="form-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" busy={exchange.isPending}>
            Exchange it
          </Button>
        </div>
      </Form>
    </Modal>
  )
}
