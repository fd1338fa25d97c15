import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { client } from '../../lib/client.ts'
import { explain } from '../../lib/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { Words } from '../../ui/words.tsx'
import { waysQuery } from '../people/queries.ts'
import { Logo } from '../shell/logo.tsx'
import { sessionStateQuery } from './session-state.ts'
import { isOwnPlace, takeWayBack } from './way-back.ts'
import './sign-in.css'

/** Why sign-in by GitHub came to nothing, by the code in the address: what else stood there could be anybody's words. */
const refusals: Record<string, string> = {
  sign_in_refused: 'GitHub did not let you in here: you said no, or belong to nothing that is let in.',
  sign_in_expired: 'That took too long, or was begun in another browser. Try again.',
  github_unavailable: 'GitHub does not answer now. Try again in a moment.',
  github_not_connected: 'No GitHub App is connected any more.',
  github_not_installed:
    'The GitHub App is not installed in the organisation that is let in. An owner of it can install it.',
}

export function SignIn({ back, refused }: { back: string | undefined; refused: string | undefined }) {
  const github = useQuery(waysQuery).data?.github
  const queries = useQueryClient()
  const router = useRouter()
  // The link may have been opened in another tab meanwhile.
  const state = useQuery({ ...sessionStateQuery, refetchOnWindowFocus: 'always' })
  const signedIn = state.data?.signedIn ?? false
  // The code of a one-time link stands behind the `#`, which no browser sends anywhere by itself.
  const [code, setCode] = useState<string | null>(null)
  const [attempt, setAttempt] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null })
  const goOn = () => router.navigate({ href: takeWayBack() ?? (isOwnPlace(back) ? back : '/'), replace: true })
  const signIn = async () => {
    if (!code || attempt.busy) return
    setAttempt({ busy: true, error: null })
    try {
      await client.call('createSession', { body: { code } })
      queries.clear()
      await goOn()
    } catch (error) {
      setAttempt({ busy: false, error })
    }
  }
  useEffect(() => {
    document.title = 'Sign in · Trellis'
    // Nobody may read it over a shoulder, or find it in a history.
    const take = () => {
      const found = location.hash.slice(1)
      if (!found) return
      setCode(found)
      setAttempt({ busy: false, error: null })
      void router.navigate({ to: '/sign-in', search: back ? { back } : {}, hash: '', replace: true })
    }
    take()
    // A link that is opened in a tab that shows this page already changes nothing but what stands behind the `#`.
    addEventListener('hashchange', take)
    return () => removeEventListener('hashchange', take)
  }, [router, back])
  const problem = attempt.error ? explain(attempt.error) : null
  return (
    <main className="sign-in" id="content">
      <Logo />
      <h1>Sign in to Trellis</h1>
      {problem && (
        <div role="alert" className="problem">
          <h2>{problem.message}</h2>
          <p>
            <Words text={problem.hint} />
          </p>
        </div>
      )}
      {code && !problem ? (
        <>
          <p className="quiet">This link signs this browser in once. It is no longer valid after that.</p>
          <Button tone="primary" busy={attempt.busy} onClick={() => void signIn()} autoFocus>
            Sign in
          </Button>
        </>
      ) : signedIn ? (
        <>
          <p>This browser is signed in already.</p>
          <Button tone="primary" onClick={() => void goOn()}>
            Go on
          </Button>
        </>
      ) : (
        <div className="sign-in-how">
          {refused && (
            <p role="alert" className="notice notice-warn">
              {refusals[refused] ?? 'GitHub did not confirm who you are. Try again.'}
            </p>
          )}
          {github && (
            <a className="button button-primary" href="/github/sign-in">
              Sign in with GitHub
            </a>
          )}
          <HowTo />
        </div>
      )}
    </main>
  )
}

/** There is no password: whoever can run Trellis's command line can sign a browser in. */
const HowTo = () => (
  <div className="sign-in-how">
    <p>There is no password. A link signs this browser in:</p>
    <ol>
      <li>
        On the machine where Trellis runs, ask for one: <pre>trellis dashboard</pre>
      </li>
      <li>Open it in this browser. It works once, within ten minutes.</li>
    </ol>
    <p className="quiet">
      <code>trellis up</code> prints one, too, when it starts. If Trellis is run by somebody else, ask them for a link;
      you are then signed in as they are.
    </p>
  </div>
)
