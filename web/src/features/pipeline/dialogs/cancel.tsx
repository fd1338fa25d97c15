import { AskToCancel, type ToCancel } from './ask-to-cancel.tsx'
import type { DialogProps } from './dialogs.tsx'

/** Of the deployment that ran in an environment, or waited there first, when it was opened. */
export default function Cancel({ status, name, meant, onClose }: DialogProps) {
  const environment = status.environments.find(one => one.name === name)
  const { running = null, queued = [] } = environment ?? {}
  const state: ToCancel['state'] = running?.number === meant ? 'running' : queued.includes(meant) ? 'waiting' : 'ended'
  return (
    <AskToCancel
      app={status.app}
      name={name}
      what={meant === 0 ? null : { number: meant, title: state === 'running' ? (running?.title ?? null) : null, state }}
      now={running?.number ?? null}
      refused={environment?.refused.cancel}
      onClose={onClose}
    />
  )
}
