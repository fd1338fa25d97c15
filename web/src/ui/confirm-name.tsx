import { type ReactNode, useState } from 'react'
import { Button } from './button.tsx'
import { TextField } from './field.tsx'

export interface ConfirmNameProps {
  name: string
  /** What the button says that does it. */
  action: string
  busy: boolean
  onCancel: () => void
  onConfirm: () => void
  /** Further choices, above the name. */
  children?: ReactNode
}

/** A name to type before something goes for good. */
export function ConfirmName({ name, action, busy, onCancel, onConfirm, children }: ConfirmNameProps) {
  const [typed, setTyped] = useState('')
  return (
    <form
      className="form"
      onSubmit={event => {
        event.preventDefault()
        if (typed === name && !busy) onConfirm()
      }}
    >
      {children}
      <TextField
        label={`Type ${name} to confirm`}
        value={typed}
        onChange={event => setTyped(event.target.value)}
        required
      />
      <div className="form-actions">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" tone="danger" busy={busy} disabled={typed !== name}>
          {action}
        </Button>
      </div>
    </form>
  )
}
