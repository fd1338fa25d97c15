import { Link, useNavigate } from '@tanstack/react-router'
import type { Deployment } from '../../../../src/contract/deployment.ts'
import { client } from '../../lib/client.ts'
import { useAction } from '../../lib/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { useIsProtected } from '../access/use-refusals.ts'
import { againOf } from './again-of.ts'

/** What did not succeed can be tried once more: the same commit at once; what has a dialog of its own, there. */
export function Again({ deployment, refused }: { deployment: Deployment; refused: string | undefined }) {
  const { app, environment, branch } = deployment
  const navigate = useNavigate()
  const isProtected = useIsProtected(app, environment)
  const deploy = useAction(
    (commit: string) =>
      client.call('deploy', { params: { app, environment }, body: { commit, ...(branch ? { branch } : {}) } }),
    {
      done: ({ number }) => ({ title: `Deployment to ${environment} asked for: #${number}` }),
      onDone: ({ number }) =>
        navigate({ to: '/apps/$app/$environment/$number', params: { app, environment, number: String(number) } }),
    },
  )
  const again = againOf(deployment, isProtected ?? false)
  if (!again) return null
  // It has its room already: what stands below must not move under a finger.
  if (isProtected === undefined) return <Button className="again-to-come">Deploy again</Button>
  if ('dialog' in again) {
    return (
      <Link
        to="/apps/$app"
        params={{ app }}
        search={{ dialog: again.dialog, environment: again.environment }}
        className="button"
      >
        {again.words} …
      </Link>
    )
  }
  return (
    <Button busy={deploy.isPending} refused={refused} onClick={() => deploy.mutate(again.commit)}>
      Deploy again
    </Button>
  )
}
