import type { EnvironmentStatus } from '../../../../src/contract/app.ts'
import { client } from '../../lib/client.ts'
import { useAction } from '../../lib/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { type MenuEntry, MoreMenu } from '../../ui/more-menu.tsx'
import { Refused } from '../../ui/refused.tsx'
import { cancelWords, changesCloud } from './cancel-words.ts'
import { type DialogName, meantNow, type OpenDialog } from './dialogs/open-dialog.ts'

export interface ActionsProps {
  app: string
  environment: EnvironmentStatus
  next: EnvironmentStatus | null
  onOpen: (open: OpenDialog) => void
}

/** What can be done with an environment: the likely thing as a button, the rest in the menu. */
export function Actions({ app, environment, next, onOpen }: ActionsProps) {
  const { name, live, running, queued, refused } = environment
  const cancel = useCancel(app, name)
  // It says of which one: by the time that it is pressed another one may run.
  const cancellable = running?.number ?? queued[0]
  const open = (dialog: DialogName) => onOpen({ dialog, environment: name, number: meantNow(dialog, environment) })
  const stoppable = cancellable !== undefined
  const promotable = next !== null && live !== null
  // What stands there may be half of it: mending comes first.
  const isBroken = environment.status === 'error'
  const unpromoted = next?.refused.promote
  const neverDeployed = environment.status === 'empty' && !environment.latest
  const entries: MenuEntry[] = [
    ...((stoppable || isBroken) && promotable
      ? [{ label: `Promote to ${next.name} …`, onSelect: () => open('promote'), refused: unpromoted }]
      : []),
    { label: 'Deploy …', onSelect: () => open('deploy'), refused: refused.deploy },
    {
      label: 'Roll back …',
      onSelect: () => open('rollback'),
      refused: refused.rollback ?? (live ? undefined : 'nothing is live here to roll back'),
    },
    {
      label: 'Tear down …',
      onSelect: () => open('teardown'),
      refused: refused.teardown ?? (neverDeployed ? 'nothing was deployed here yet' : undefined),
      danger: true,
    },
  ]
  return (
    <footer className="card-actions" data-environment={name}>
      {stoppable ? (
        <Button
          busy={cancel.isPending}
          refused={refused.cancel}
          onClick={() => (running && changesCloud(running.phases) ? open('cancel') : cancel.mutate(cancellable))}
        >
          Cancel #{cancellable}
        </Button>
      ) : promotable && !isBroken ? (
        <Button
          tone={next.behind || !next.live ? 'primary' : 'normal'}
          refused={unpromoted}
          onClick={() => open('promote')}
        >
          Promote to {next.name} →
        </Button>
      ) : !environment.protected ? (
        <Button refused={refused.deploy} onClick={() => open('deploy')}>
          Deploy …
        </Button>
      ) : isBroken && live ? (
        <Button refused={refused.rollback} onClick={() => open('rollback')}>
          Roll back …
        </Button>
      ) : (
        <span />
      )}
      <MoreMenu label={`More for ${name}`} entries={entries} />
      {stoppable ? (
        <Refused what="cancel" why={refused.cancel} />
      ) : promotable && !isBroken ? (
        <Refused what={`promote to ${next.name}`} why={unpromoted} />
      ) : (
        !environment.protected && <Refused what="deploy" why={refused.deploy} />
      )}
    </footer>
  )
}

/** Of the deployment that is named, and of no other that runs by then. @param onDone told when it was asked for */
export const useCancel = (app: string, environment: string, onDone: () => void = () => {}) =>
  useAction((number: number) => client.call('cancel', { params: { app, environment }, query: { number } }), {
    done: cancelWords,
    onDone,
  })
