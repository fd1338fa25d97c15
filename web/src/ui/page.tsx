import { type ReactNode, useRef } from 'react'
import { useHeldFocus } from '../lib/held-focus.ts'
import { useConnectionLost } from '../lib/live.tsx'
import { explain } from '../lib/use-action.ts'
import { Button } from './button.tsx'
import { Hint } from './hint.tsx'
import { Words } from './words.tsx'
import './page.css'

/** A screen: its title, what can be done with all of it, its content. */
export function Page({ title, actions, children }: { title: ReactNode; actions?: ReactNode; children: ReactNode }) {
  const page = useRef<HTMLElement>(null)
  useHeldFocus(page)
  return (
    <main className="page" id="content" ref={page}>
      <div className="page-head">
        <h1 tabIndex={-1}>{title}</h1>
        {actions && <div className="page-actions">{actions}</div>}
      </div>
      {children}
    </main>
  )
}

/** While there is nothing to show yet. */
export function Loading({ what }: { what: string }) {
  const lost = useConnectionLost()
  return (
    <div className="loading" role="status">
      {lost ? (
        <p className="quiet">Waiting for the server to show {what} …</p>
      ) : (
        <>
          <span className="visually-hidden">Loading {what} …</span>
          <span className="bone" />
          <span className="bone" />
          <span className="bone" />
        </>
      )}
    </div>
  )
}

/** What could not be shown, in the words of the server, and a way on. */
export function Problem({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  const { message, hint, code } = explain(error)
  return (
    <div className="problem" role="alert">
      <h2>
        <Words text={message} />
      </h2>
      {hint && (
        <p>
          <Hint code={code} text={hint} />
        </p>
      )}
      <p className="quiet">
        <code>{code}</code>
      </p>
      {retry && <Button onClick={retry}>Try again</Button>}
    </div>
  )
}

/** There is nothing here, and what to do about it. */
export const Empty = ({ title, children }: { title: string; children?: ReactNode }) => (
  <div className="empty">
    <h2>{title}</h2>
    {children}
  </div>
)
