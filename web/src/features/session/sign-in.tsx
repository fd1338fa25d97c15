import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { client } from '../../lib/client.ts'
import { explain } from '../../lib/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { Logo } from '../shell/logo.tsx'
import './sign-in.css'

/** Only a place of this dashboard: a link must not lead elsewhere by way of a sign-in. */
const ownPlace = (back: string | undefined): string => (back && /^\/(?![/\\])/.test(back) ? back : '/')

export function SignIn({ back }: { back: string | undefined }) {
  const queries = useQueryClient()
  const router = useRouter()
  // The code of a one-time link stands behind the `#`, which no browser sends anywhere by itself.
  const [code] = useState(() => location.hash.slice(1) || null)
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null })

  const signIn = async () => {
    if (!code) return
    setState({ busy: true, error: null })
    try {
      await client.call('createSession', { body: { code } })
      queries.clear()
      await router.navigate({ to: ownPlace(back), replace: true })
    } catch (error) {
      setState({ busy: false, error })
    }
  }
  useEffect(() => {
    document.title = 'Sign in · Trellis'
    // Nobody may read it over a shoulder, or find it in a history.
    if (location.hash) void router.navigate({ to: '/sign-in', search: back ? { back } : {}, hash: '', replace: true })
  }, [router, back])

  const problem = state.error ? explain(state.error) : null
  return (
    <main className="sign-in" id="content">
      <Logo />
      <h1>Sign in to Trellis</h1>
      {problem && (
        <div role="alert" className="problem">
          <h2>{problem.message}</h2>
          <p>{problem.hint}</p>
        </div>
      )}
      {code && !problem ? (
        <>
          <p className="quiet">This link signs this browser in once. It is no longer valid after that.</p>
          <Button tone="primary" busy={state.busy} onClick={() => void signIn()} autoFocus>
            Sign in
          </Button>
        </>
      ) : (
        <div className="sign-in-how">
          <p>On the machine where Trellis runs, ask for a link and open it here:</p>
          <pre>trellis dashboard</pre>
          <p className="quiet">A link works once, for ten minutes. `trellis up` prints one, too.</p>
        </div>
      )}
    </main>
  )
}
