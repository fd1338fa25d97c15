import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { prepareAccount } from '../../../../src/client/prepare-account.ts'
import type { Account } from '../../../../src/contract/account.ts'
import { client } from '../../lib/client.ts'
import { useLive } from '../../lib/live.tsx'
import { useAction } from '../../lib/use-action.ts'
import { useOpened } from '../../lib/use-opened.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, Page, Problem } from '../../ui/page.tsx'
import { Refused } from '../../ui/refused.tsx'
import { useServerRefusals } from '../access/use-refusals.ts'
import { useTitle } from '../shell/use-title.ts'
import { AddAccount } from './add-account.tsx'
import { accountsQuery } from './queries.ts'
import { RemoveAccount } from './remove-account.tsx'
import { ReplaceCredentials } from './replace-credentials.tsx'
import './account.css'

/** Where apps can be deployed to. */
export function AccountList() {
  useTitle('Accounts')
  useLive('server')
  const [opened, open] = useOpened()
  const { data, error, refetch } = useQuery(accountsQuery)
  const refused = useServerRefusals().administer
  return (
    <Page
      title="Accounts"
      actions={
        <Button tone="primary" refused={refused} onClick={() => open('add')}>
          Add an account
        </Button>
      }
    >
      <Refused what="add or change accounts" why={refused} />
      {error && !data ? <Problem error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Loading what="the accounts" /> : null}
      {data?.length === 0 && (
        <Empty title="No account is named yet.">
          <p>
            An app needs one to be deployed to: a region of AWS, and how Trellis gets in. The credentials of the machine
            on which Trellis runs will do.
          </p>
        </Empty>
      )}
      <ul className="accounts">
        {data?.map(account => (
          <Row key={account.name} account={account} refused={refused} />
        ))}
      </ul>
      {opened === 'add' && <AddAccount onClose={() => open(undefined)} />}
    </Page>
  )
}

function Row({ account, refused }: { account: Account; refused: string | undefined }) {
  const { name, region, endpointUrl, accountId, credentials } = account
  const [dialog, open] = useOpened()
  const opened = refused === undefined ? dialog : undefined
  const [lines, setLines] = useState<string[]>([])
  const bootstrap = useAction(
    (_: undefined) => {
      setLines([])
      return prepareAccount(client, name, line => setLines(before => [...before, line]))
    },
    { done: () => ({ title: `${name} is prepared for the CDK` }) },
  )
  return (
    <li className="account">
      <div className="account-facts">
        <h2>{name}</h2>
        <p className="quiet">
          {accountId && `${accountId} · `}
          {region} · {credentialWords(credentials)}
          {endpointUrl && ` · ${endpointUrl}`}
        </p>
      </div>
      <div className="page-actions">
        <Button busy={bootstrap.isPending} refused={refused} onClick={() => bootstrap.mutate(undefined)}>
          Prepare for the CDK
        </Button>
        <Button refused={refused} onClick={() => open(`replace ${name}`)}>
          Replace credentials …
        </Button>
        <Button refused={refused} onClick={() => open(`remove ${name}`)}>
          Remove …
        </Button>
      </div>
      {lines.length > 0 && <pre className="account-lines">{lines.join('\n')}</pre>}
      {opened === `replace ${name}` && <ReplaceCredentials account={account} onClose={() => open(undefined)} />}
      {opened === `remove ${name}` && <RemoveAccount name={name} onClose={() => open(undefined)} />}
    </li>
  )
}

function credentialWords({ kind, profile, roleArn, accessKeyId }: Account['credentials']): string {
  if (kind === 'chain') return "the machine's own credentials"
  if (kind === 'profile') return `profile ${profile}`
  return kind === 'role' ? `role ${roleArn}` : `keys ${accessKeyId}`
}
