import { useNavigate } from '@tanstack/react-router'
import { Suspense, useEffect } from 'react'
import type { AppStatus } from '../../../../../src/contract/app.ts'
import type { Deployment } from '../../../../../src/contract/deployment.ts'
import { part } from '../../../lib/part.ts'
import { EarlyModal } from '../../../ui/early-modal.tsx'
import { type Chosen, type DialogName, meantNow, type OpenDialog } from './open-dialog.ts'

export interface DialogProps {
  status: AppStatus
  /** The environment that it was opened over. */
  name: string
  /** The deployment that it was opened for, as `OpenDialog` has it: what is there now may be another one. */
  meant: number
  /** Goes over to another one. */
  onMean: (number: number) => void
  /** As the address has it. */
  chosen: Chosen
  /** So that the address leads back to it. */
  onChoose: (chosen: Chosen) => void
  onClose: () => void
  /** A deployment was asked for: what the dialog was there for. */
  onAsked: (deployment: Deployment) => void
}

const Last = part(() => import('./last.tsx'))
const NoEnvironment = part(() => import('../../app/no-environment.tsx'))

const dialogs: Record<DialogName, React.ComponentType<DialogProps>> = {
  deploy: part(() => import('./deploy.tsx')),
  promote: part(() => import('./promote.tsx')),
  rollback: part(() => import('./rollback.tsx')),
  teardown: part(() => import('./teardown.tsx')),
  cancel: part(() => import('./cancel.tsx')),
  compare: part(() => import('./compare.tsx')),
}

/** Until the dialog is there, which may say more. */
const titles: Record<DialogName, (name: string) => string> = {
  deploy: name => `Deploy to ${name}`,
  promote: name => `Promote ${name}`,
  rollback: name => `Roll back ${name}`,
  teardown: name => `Tear down ${name}`,
  cancel: name => `Cancel in ${name}`,
  compare: name => `Compare ${name}`,
}

/** The dialog that the address asks for. */
export function Dialogs({ status, open, onClose }: { status: AppStatus; open: OpenDialog; onClose: () => void }) {
  const navigate = useNavigate()
  const over = status.environments.find(one => one.name === open.environment)
  const meant = open.number ?? (open.dialog && over && meantNow(open.dialog, over))
  const turnTo = (more: Partial<OpenDialog>) =>
    void navigate({ to: '.', search: { ...open, ...more }, replace: true, resetScroll: false })
  const onMean = (number: number) => turnTo({ number })
  // An address that names none means what is there when it is opened.
  useEffect(() => {
    if (open.number === undefined && meant !== undefined) onMean(meant)
  })
  if (!open.dialog || !open.environment) return null
  const name = open.environment
  const names = status.environments.map(one => one.name)
  if (!names.includes(name)) {
    return (
      <Suspense>
        <NoEnvironment {...{ app: status.app, name, names, onClose }} back="See the pipeline" />
      </Suspense>
    )
  }
  const needsNext = open.dialog === 'promote' || open.dialog === 'compare'
  const Dialog = needsNext && name === names.at(-1) ? Last : dialogs[open.dialog]
  return (
    <Suspense fallback={<EarlyModal title={titles[open.dialog](name)} onClose={onClose} />}>
      <Dialog
        // The palette leads from one to another: nothing that was chosen or typed for the one is meant for the other.
        key={`${open.dialog} ${name}`}
        status={status}
        name={name}
        meant={meant ?? 0}
        onMean={onMean}
        chosen={open}
        onChoose={turnTo}
        onClose={onClose}
        onAsked={({ app, environment, number }) =>
          void navigate({
            to: '/apps/$app/$environment/$number',
            params: { app, environment, number: String(number) },
            // Going back leads to the pipeline, and not to the dialog that has done its work.
            replace: true,
          })
        }
      />
    </Suspense>
  )
}
