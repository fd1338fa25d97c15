import { AskToCancel } from './ask-to-cancel.tsx'
import type { DialogProps } from './dialogs.tsx'

/** Of what runs in an environment, or waits there first. */
export default function Cancel({ status, name, onClose }: DialogProps) {
  const environment = status.environments.find(one => one.name === name)
  return (
    <AskToCancel
      app={status.app}
      name={name}
      running={environment?.running ?? null}
      waiting={environment?.queued[0] ?? null}
      refused={environment?.refused.cancel}
      onClose={onClose}
    />
  )
}
