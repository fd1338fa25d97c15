import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { client } from '../../lib/client.ts'
import { explain, useAction } from '../../lib/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Loading, Page } from '../../ui/page.tsx'
import { Ago } from '../../ui/time.tsx'
import { Words } from '../../ui/words.tsx'
import { useSession } from '../session/use-session.ts'
import { useTitle } from '../shell/use-title.ts'
import './approve.css'

/** Lets a command line in that shows a code. */
export function Approve() {
  useTitle('Sign a command line in')
  // Behind the `#`, so that it is in no log and no referrer.
  const [code, setCode] = useState(() => location.hash.slice(1))
  const [over, setOver] = useState<'in' | 'turned away' | null>(null)
  useEffect(() => {
    if (location.hash) history.replaceState(history.state, '', location.pathname)
  }, [])
  if (over) {
    return (
      <Page title={over === 'in' ? 'The command line is signed in' : 'The command line was turned away'}>
        <p className="quiet">You can close this page and go on there.</p>
      </Page>
    )
  }
  return (
    <Page title="Sign a command line in">
      <div className="approve">
        {code ? (
          <Decide code={code} onOver={setOver} onOther={() => setCode('')} />
        ) : (
          <form
            className="form"
            onSubmit={event => {
              event.preventDefault()
              setCode(String(new FormData(event.currentTarget).get('code')).trim())
            }}
          >
            <TextField
              label="Code"
              name="code"
              required
              placeholder="BCDF-GHJK"
              hint={
                <>
                  As <code>trellis login</code> shows it.
                </>
              }
            />
            <div className="form-actions">
              <Button type="submit" tone="primary">
                Go on
              </Button>
            </div>
          </form>
        )}
      </div>
    </Page>
  )
}

interface DecideProps {
  code: string
  onOver: (how: 'in' | 'turned away') => void
  onOther: () => void
}

function Decide({ code, onOver, onOther }: DecideProps) {
  const me = useSession().data?.actor.name
  const { data, error } = useQuery({
    queryKey: ['login', code],
    queryFn: ({ signal }) => client.call('showLogin', { params: { code }, signal }),
    retry: false,
  })
  const decide = useAction(
    async (approve: boolean) => {
      await client.call('decideLogin', { params: { code }, body: { approve } })
      return approve
    },
    { done: () => null, onDone: approve => onOver(approve ? 'in' : 'turned away') },
  )
  if (error) {
    const { message, hint } = explain(error)
    return (
      <>
        <div className="problem" role="alert">
          <h2>{message}</h2>
          <p>
            <Words text={hint} />
          </p>
        </div>
        <div className="form-actions">
          <Button onClick={onOther}>Type another code</Button>
        </div>
      </>
    )
  }
  if (!data) return <Loading what="the command line" />
  return (
    <>
      <p>
        <strong>{data.machine || 'A command line'}</strong> at {data.address} asked <Ago at={data.createdAt} /> to be
        signed in as <strong>{me}</strong>. It could then do all that you may, for 30 days.
      </p>
      <p className="notice notice-warn">
        Only go on if you ran <code>trellis login</code> yourself and it shows <strong>{code.toUpperCase()}</strong>. If
        somebody sent you this code, turn it away.
      </p>
      <div className="form-actions">
        <Button busy={decide.isPending} onClick={() => decide.mutate(false)}>
          Turn it away
        </Button>
        <Button tone="primary" busy={decide.isPending} onClick={() => decide.mutate(true)}>
          Sign it in
        </Button>
      </div>
    </>
  )
}
