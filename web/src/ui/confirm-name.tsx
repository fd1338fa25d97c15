import { type ReactNode, useState } from 'react'
import { Button } from './button.tsx'
import { TextField } from './field.tsx'

export interface ConfirmNameProps {
  name: string
  /** What the button says that does it. */
  action: string
  busy: boolean
  /** Why whoever looks may not do it. */
  refused?: string | undefined
  onCancel: () => void
  onConfirm: () => void
  /** Further choices, above the name. */
  children?: ReactNode
}

/** A name to type before something goes for good. */
export function ConfirmName({ name, action, busy, refused, onCancel, onConfirm, children }: ConfirmNameProps) {
  const [typed, setTyped] = useState('')
  return (
    <form
      className="form"
      onSubmit={event => {
        event.preventDefault()
        if (typed === name && !busy && refused === undefined) onConfirm()
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
        <Button type="submit" tone="danger" busy={busy} refused={refused} disabled={typed !== name}>
          {action}
        </Button>
      </div>
    </form>
  )
}
