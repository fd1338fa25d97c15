import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/modal.tsx'

export interface NoEnvironmentProps {
  app: string
  /** What the address asks for. */
  name: string
  /** Those there are. */
  names: readonly string[]
  /** Where closing it leads, as an order. */
  back: string
  onClose: () => void
}

/** The address asks for something to be done with an environment that the app does not have. */
export default function NoEnvironment({ app, name, names, back, onClose }: NoEnvironmentProps) {
  return (
    <Modal
      title={`There is no environment ${name}`}
      onClose={onClose}
      footer={<Button onClick={onClose}>{back}</Button>}
    >
      <p>
        {app} has {names.length > 0 ? names.join(', ') : 'none yet'}. The address may be of before it was removed.
      </p>
    </Modal>
  )
}
