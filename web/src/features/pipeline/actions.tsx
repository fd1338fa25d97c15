import type { EnvironmentStatus } from '../../../../src/contract/app.ts'
import { client } from '../../lib/client.ts'
import { useAction } from '../../lib/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { type MenuEntry, MoreMenu } from '../../ui/more-menu.tsx'
import type { OpenDialog } from './dialogs/open-dialog.ts'

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
  const open = (dialog: NonNullable<OpenDialog['dialog']>) => onOpen({ dialog, environment: name })
  const stoppable = running || queued.length > 0
  const promotable = next !== null && live !== null
  const unpromoted = next?.refused.promote
  const entries: MenuEntry[] = [
    ...(stoppable && promotable
      ? [entry(`Promote to ${next.name} …`, () => open('promote'), { why: unpromoted })]
      : []),
    environment.protected
      ? entry('Deploy … (protected: promote to it)', () => open('deploy'), { disabled: true })
      : entry('Deploy …', () => open('deploy'), { why: refused.deploy }),
    entry('Roll back …', () => open('rollback'), { why: refused.rollback, disabled: !live }),
    {
      ...entry('Tear down …', () => open('teardown'), {
        why: refused.teardown,
        disabled: environment.status === 'empty' && !environment.latest,
      }),
      danger: true,
    },
  ]
  return (
    <footer className="card-actions">
      {stoppable ? (
        <Button
          busy={cancel.isPending}
          disabled={refused.cancel !== undefined}
          title={refused.cancel}
          onClick={() => cancel.mutate(undefined)}
        >
          Cancel {running ? `#${running.number}` : `#${queued[0]}`}
        </Button>
      ) : promotable ? (
        <Button disabled={unpromoted !== undefined} title={unpromoted} onClick={() => open('promote')}>
          Promote to {next.name} →
        </Button>
      ) : environment.protected ? (
        <span />
      ) : (
        <Button disabled={refused.deploy !== undefined} title={refused.deploy} onClick={() => open('deploy')}>
          Deploy …
        </Button>
      )}
      <MoreMenu label={`More for ${name}`} entries={entries} />
      <Refused
        why={stoppable ? refused.cancel : promotable ? unpromoted : environment.protected ? undefined : refused.deploy}
      />
    </footer>
  )
}

/** What cannot be done is there all the same, and says why. */
const entry = (
  label: string,
  onSelect: () => void,
  { why, disabled = false }: { why?: string | undefined; disabled?: boolean },
): MenuEntry => ({
  label: why ? (
    <>
      {label} <span className="quiet">({why})</span>
    </>
  ) : (
    label
  ),
  onSelect,
  disabled: disabled || why !== undefined,
})

/** Also for those who cannot hover. */
const Refused = ({ why }: { why: string | undefined }) =>
  why ? <p className="card-refused quiet">Not yours: {why}.</p> : null

/** @param onDone told when it was asked for */
export const useCancel = (app: string, environment: string, onDone: () => void = () => {}) =>
  useAction((_: undefined) => client.call('cancel', { params: { app, environment } }), {
    done: ({ number, state }) =>
      state === 'cancelled'
        ? { title: `${environment} #${number} was cancelled` }
        : { title: `Cancelling ${environment} #${number}`, description: 'It ends when the cloud is stable again.' },
    onDone,
  })
