import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApiToken, NewToken } from '../../../../src/contract/token.ts'
import { client } from '../../lib/client.ts'
import { useAction } from '../../lib/use-action.ts'
import { useOpened } from '../../lib/use-opened.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Modal } from '../../ui/modal.tsx'
import { Empty, Loading, Problem } from '../../ui/page.tsx'
import { Ago } from '../../ui/time.tsx'
import { tokensQuery, usePeopleChanged } from '../people/queries.ts'
import { CreateToken } from './create-token.tsx'

/** What machines may do. */
export function Tokens() {
  const { data, error, refetch } = useQuery(tokensQuery)
  const [opened, open] = useOpened()
  const [made, setMade] = useState<NewToken | null>(null)
  return (
    <section className="settings-section">
      <div className="page-actions">
        <Button tone="primary" onClick={() => open('make-token')}>
          Make a token
        </Button>
      </div>
      {error && !data ? <Problem error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Loading what="the tokens" /> : null}
      {data?.length === 0 && (
        <Empty title="There are no tokens.">
          <p>With a token your CI deploys as far as you say, and never further than you may yourself.</p>
        </Empty>
      )}
      <ul className="entries">
        {data?.map(token => (
          <Row key={token.name} token={token} />
        ))}
      </ul>
      {opened === 'make-token' && (
        <CreateToken
          onClose={() => open(undefined)}
          onMade={token => {
            open(undefined)
            setMade(token)
          }}
        />
      )}
      {made && <Made token={made} onClose={() => setMade(null)} />}
    </section>
  )
}

function Row({ token }: { token: ApiToken }) {
  const { name, maker, app, environments, actions, expiresAt, expired, lastUsedAt } = token
  const [opened, open] = useOpened()
  return (
    <li className="entry">
      <div className="entry-facts">
        <h2>{name}</h2>
        <p>
          {actions.join(', ')} · {app ?? 'every app'}
          {environments && ` · ${environments.join(', ')}`}
        </p>
        <p className="quiet">
          {expired ? 'Ended' : expiresAt ? `Ends on ${expiresAt.slice(0, 10)}` : 'Never ends'} · made by {maker} ·{' '}
          {lastUsedAt ? (
            <>
              used <Ago at={lastUsedAt} />
            </>
          ) : (
            'never used'
          )}
        </p>
      </div>
      <Button aria-label={`Revoke ${name}`} onClick={() => open(`revoke ${name}`)}>
        Revoke …
      </Button>
      {opened === `revoke ${name}` && <Revoke token={token} onClose={() => open(undefined)} />}
    </li>
  )
}

function Revoke({ token: { name, lastUsedAt }, onClose }: { token: ApiToken; onClose: () => void }) {
  const changed = usePeopleChanged()
  const revoke = useAction((_: undefined) => client.call('revokeToken', { params: { name } }), {
    done: () => ({ title: `${name} opens nothing any more` }),
    onDone: () => {
      onClose()
      changed()
    },
  })
  return (
    <Modal title={`Revoke ${name}`} onClose={onClose}>
      <p>
        Whatever uses it is refused from now on, and it cannot be brought back.{' '}
        {lastUsedAt ? (
          <>
            It was last used <Ago at={lastUsedAt} />.
          </>
        ) : (
          'It was never used.'
        )}
      </p>
      <div className="form-actions">
        <Button onClick={onClose}>Cancel</Button>
        <Button tone="danger" busy={revoke.isPending} onClick={() => revoke.mutate(undefined)}>
          Revoke {name}
        </Button>
      </div>
    </Modal>
  )
}

function Made({ token, onClose }: { token: NewToken; onClose: () => void }) {
  return (
    <Modal title={`The token ${token.name}`} onClose={onClose} lasting>
      <div className="new-token">
        <p>Keep it where your CI keeps secrets: it is not shown again.</p>
        <pre>{token.token}</pre>
        <div className="form-actions">
          <CopyButton text={token.token} />
          <Button tone="primary" onClick={onClose}>
            Done
          </Button>
        </div>
      </div>
    </Modal>
  )
}
