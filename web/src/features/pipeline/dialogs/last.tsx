import { Link } from '@tanstack/react-router'
import { Button } from '../../../ui/button.tsx'
import { Modal } from '../../../ui/modal.tsx'
import type { DialogProps } from './dialogs.tsx'

/** The address asks for what comes after an environment, and nothing does. */
export default function Last({ status: { app, environments }, name, onClose }: DialogProps) {
  const before = environments[environments.findIndex(one => one.name === name) - 1]
  return (
    <Modal
      title={`Nothing comes after ${name}`}
      onClose={onClose}
      footer={<Button onClick={onClose}>See the pipeline</Button>}
    >
      <p>
        {name} is the last environment of {app}, so nothing is promoted from it.
        {before && (
          <>
            {' '}
            It gets what {before.name} has:{' '}
            <Link
              to="/apps/$app"
              params={{ app }}
              search={{ dialog: 'promote', environment: before.name }}
              className="text-link"
            >
              Promote to {name} …
            </Link>
          </>
        )}
      </p>
    </Modal>
  )
}
