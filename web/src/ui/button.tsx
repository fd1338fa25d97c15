import type { ButtonHTMLAttributes, ReactNode } from 'react'
import './button.css'
import { Spinner } from './spinner.tsx'

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  tone?: 'normal' | 'primary' | 'danger' | 'plain'
  /** Its action is under way: shown, and not to be pressed again. */
  busy?: boolean
  /** Why whoever looks may not press it. */
  refused?: string | undefined
  children: ReactNode
}

export function Button({ tone = 'normal', busy = false, refused, children, className = '', ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={`button button-${tone} ${className}`}
      aria-busy={busy || undefined}
      disabled={busy || refused !== undefined || rest.disabled}
      title={refused ?? rest.title}
    >
      {busy && <Spinner />}
      {children}
    </button>
  )
}
