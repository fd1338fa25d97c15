import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { GitHubStatus } from '../../../../src/contract/github.ts'
import { client } from '../../lib/client.ts'
import { useAction } from '../../lib/use-action.ts'
import { useOpened } from '../../lib/use-opened.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmName } from '../../ui/confirm-name.tsx'
import { Modal } from '../../ui/modal.tsx'
import { Loading, Page, Problem } from '../../ui/page.tsx'
import { Refused } from '../../ui/refused.tsx'
import { useServerRefusals } from '../access/use-refusals.ts'
import { useTitle } from '../shell/use-title.ts'
import { ConnectForm } from './connect-form.tsx'
import { ExchangeKey } from './exchange-key.tsx'
import { gitHubKey, gitHubQuery } from './queries.ts'
import './github.css'

/** The connection to GitHub: how pushes are learned of, where the App is, and what can be exchanged. */
export function GitHubPage() {
  useTitle('GitHub')
  const { data, error, refetch } = useQuery(gitHubQuery)
  const [opened, open] = useOpened()
  return (
    <Page title="GitHub">
      {error && !data ? <Problem error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Loading what="the connection to GitHub" /> : null}
      {data && !data.app && <ConnectForm />}
      {data?.app && <Connected status={data} app={data.app} onConnect={() => open('connect')} />}
      {data?.app && opened === 'connect' && (
        <Modal title="Connect another App" onClose={() => open(undefined)}>
          <ConnectForm />
        </Modal>
      )}
    </Page>
  )
}

interface ConnectedProps {
  status: GitHubStatus
  app: NonNullable<GitHubStatus['app']>
  onConnect: () => void
}

function Connected({ status, app, onConnect }: ConnectedProps) {
  const queries = useQueryClient()
  const refused = useServerRefusals().administer
  const [dialog, open] = useOpened()
  const opened = refused === undefined ? dialog : undefined
  const rotate = useAction((_: undefined) => client.call('rotateGitHub', { body: { webhookSecret: true } }), {
    done: () => ({ title: 'The secret of the webhook is exchanged' }),
    onDone: found => void queries.setQueryData(gitHubKey, found),
  })
  return (
    <div className="github">
      {status.problem && (
        <p className="notice notice-warn" role="alert">
          {status.problem}
        </p>
      )}
      <dl className="github-facts">
        <dt>App</dt>
        <dd>
          <a className="text-link" href={app.url}>
            {app.name}
          </a>{' '}
          of {app.owner} at {status.url}
        </dd>
        <dt>Pushes</dt>
        <dd>
          {status.pushes === 'webhook' ? 'By webhook.' : 'By looking.'} {status.pushesReason}
        </dd>
        <dt>Webhooks</dt>
        <dd>
          {status.webhook.accepted} taken, {status.webhook.refused} refused
        </dd>
        <dt>Installed at</dt>
        <dd>
          <ul className="github-places">
            {status.installations.map(one => (
              <li key={one.id}>
                <a className="text-link" href={one.url}>
                  {one.account}
                </a>{' '}
                ({one.suspended ? 'suspended' : one.repositories === 'all' ? 'all repositories' : 'chosen repositories'}
                )
              </li>
            ))}
          </ul>
          <a className="text-link" href={app.installUrl}>
            Give it repositories
          </a>
        </dd>
      </dl>
      <div className="page-actions">
        <Button busy={rotate.isPending} refused={refused} onClick={() => rotate.mutate(undefined)}>
          Exchange the webhook's secret
        </Button>
        <Button refused={refused} onClick={() => open('key')}>
          Exchange the private key …
        </Button>
        <Button refused={refused} onClick={onConnect}>
          Connect another App …
        </Button>
        <Button refused={refused} onClick={() => open('disconnect')}>
          Disconnect …
        </Button>
      </div>
      <Refused what="change this connection" why={refused} />
      {opened === 'key' && <ExchangeKey settingsUrl={app.settingsUrl} onClose={() => open(undefined)} />}
      {opened === 'disconnect' && <Forget name={app.slug} onClose={() => open(undefined)} />}
    </div>
  )
}

function Forget({ name, onClose }: { name: string; onClose: () => void }) {
  const queries = useQueryClient()
  const forget = useAction((_: undefined) => client.call('disconnectGitHub'), {
    done: () => ({ title: 'This server is not connected to GitHub any more' }),
    onDone: () => {
      onClose()
      void queries.invalidateQueries({ queryKey: gitHubKey })
    },
  })
  return (
    <Modal title={`Disconnect ${name}`} onClose={onClose}>
      <p>Its apps stay, and are read as any git repository. At GitHub the App stays until somebody deletes it there.</p>
      <ConfirmName
        name={name}
        action="Disconnect"
        busy={forget.isPending}
        onCancel={onClose}
        onConfirm={() => forget.mutate(undefined)}
      />
    </Modal>
  )
}
