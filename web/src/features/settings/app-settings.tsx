import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../../lib/client.ts'
import { useAction } from '../../lib/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Loading, Problem } from '../../ui/page.tsx'
import { useAppRefusals } from '../access/use-refusals.ts'
import { AppOrigin } from './app-origin.tsx'
import { appQuery } from './queries.ts'

/** Where an app comes from, and how its git host can tell of pushes at once. */
export function AppSettings({ app }: { app: string }) {
  const { data, error, refetch } = useQuery(appQuery(app))
  const refused = useAppRefusals(app).administer
  if (error && !data) return <Problem error={error} retry={() => void refetch()} />
  if (!data) return <Loading what="the app" />
  return (
    <>
      <AppOrigin key={app} facts={data} refused={refused} />
      <Webhook app={app} refused={refused} />
    </>
  )
}

function Webhook({ app, refused }: { app: string; refused: string | undefined }) {
  const [secret, setSecret] = useState<string | null>(null)
  const rotate = useAction((_: undefined) => client.call('rotateWebhook', { params: { app } }), {
    done: ({ replaced }) => ({
      title: 'There is a new secret',
      ...(replaced && { description: 'The one before it no longer works: give the git host this one.' }),
    }),
    onDone: answer => setSecret(answer.secret),
  })
  const url = `${location.origin}/webhooks/git/${app}`
  return (
    <section className="settings-section">
      <h2>Webhook</h2>
      <p className="quiet">
        Trellis looks for pushes by itself every few seconds. A git host that can reach this server may also tell of
        them at once: give it this address, and a secret to sign with (HMAC-SHA256, <code>X-Hub-Signature-256</code>).
      </p>
      <p>
        <code>{url}</code>
      </p>
      {secret && (
        <p>
          Secret, shown once: <code>{secret}</code> <CopyButton text={secret} />
        </p>
      )}
      <div>
        <Button busy={rotate.isPending} refused={refused} onClick={() => rotate.mutate(undefined)}>
          Make a new secret
        </Button>
      </div>
    </section>
  )
}
