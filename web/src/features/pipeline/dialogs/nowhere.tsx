import { Button } from '../../../ui/button.tsx'
import { Modal } from '../../../ui/modal.tsx'
import type { DialogProps } from './dialogs.tsx'

/** The address asks for something to be done with an environment that the app does not have. */
export default function Nowhere({ status, name, onClose }: DialogProps) {
  const names = status.environments.map(one => one.name)
  return (
    <Modal
      title={`There is no environment ${name}`}
      onClose={onClose}
      footer={<Button onClick={onClose}>See the pipeline</Button>}
    >
      <p>
        {status.app} has {names.length > 0 ? names.join(', ') : 'none yet'}. The address may be of before it was
        removed.
      </p>
    </Modal>
  )
}
