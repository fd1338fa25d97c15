import type { EnvironmentStatus } from '../../../../src/contract/app.ts'
import { client } from '../../lib/client.ts'
import { useAction } from '../../lib/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { type MenuEntry, MoreMenu } from '../../ui/more-menu.tsx'
import type { OpenDialog } from './dialogs/open-dialog.ts'

export interface ActionsProps {
  app: string
  environment: EnvironmentStatus
  next: string | null
  onOpen: (open: OpenDialog) => void
}

/** What can be done with an environment: the likely thing as a button, the rest in the menu. */
export function Actions({ app, environment, next, onOpen }: ActionsProps) {
  const { name, live, running, queued } = environment
  const cancel = useCancel(app, name)
  const open = (dialog: NonNullable<OpenDialog['dialog']>) => onOpen({ dialog, environment: name })
  const stoppable = running || queued.length > 0
  const promotable = next !== null && live !== null
  const entries: MenuEntry[] = [
    ...(stoppable && promotable ? [{ label: `Promote to ${next} …`, onSelect: () => open('promote') }] : []),
    {
      label: environment.protected ? 'Deploy … (protected: promote to it)' : 'Deploy …',
      onSelect: () => open('deploy'),
      disabled: environment.protected,
    },
    { label: 'Roll back …', onSelect: () => open('rollback'), disabled: !live },
    {
      label: 'Tear down …',
      onSelect: () => open('teardown'),
      danger: true,
      disabled: environment.status === 'empty' && !environment.latest,
    },
  ]
  return (
    <footer className="card-actions">
      {stoppable ? (
        <Button busy={cancel.isPending} onClick={() => cancel.mutate(undefined)}>
          Cancel {running ? `#${running.number}` : `#${queued[0]}`}
        </Button>
      ) : promotable ? (
        <Button onClick={() => open('promote')}>Promote to {next} →</Button>
      ) : environment.protected ? (
        <span />
      ) : (
        <Button onClick={() => open('deploy')}>Deploy …</Button>
      )}
      <MoreMenu label={`More for ${name}`} entries={entries} />
    </footer>
  )
}

/** @param onDone told when it was asked for */
export const useCancel = (app: string, environment: string, onDone: () => void = () => {}) =>
  useAction((_: undefined) => client.call('cancel', { params: { app, environment } }), {
    done: ({ number, state }) =>
      state === 'cancelled'
        ? { title: `${environment} #${number} was cancelled` }
        : { title: `Cancelling ${environment} #${number}`, description: 'It ends when the cloud is stable again.' },
    onDone,
  })
