import type { ButtonHTMLAttributes, ReactNode } from 'react'
import './button.css'
import { Spinner } from './spinner.tsx'

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  tone?: 'normal' | 'primary' | 'danger' | 'plain'
  /** Its action is under way: shown, and not to be pressed again. */
  busy?: boolean
  children: ReactNode
}

export function Button({ tone = 'normal', busy = false, children, className = '', ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={`button button-${tone} ${className}`}
      aria-busy={busy || undefined}
      disabled={busy || rest.disabled}
    >
      {busy && <Spinner />}
      {children}
    </button>
  )
}
