import { Link } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { isReplaced } from '../../lib/is-replaced.ts'
import { useConnectionLost } from '../../lib/live.tsx'
import { part } from '../../lib/part.ts'
import { EarlySearch } from './early-search.tsx'
import { Logo } from './logo.tsx'
import { PersonMenu } from './person-menu.tsx'
import { ThemeButton } from './theme-button.tsx'
import './shell.css'

const Palette = part(() => import('./palette.tsx'))

/** What stands around every screen. */
export function Shell({ children }: { children: ReactNode }) {
  const [searching, setSearching] = useState(false)
  const typed = useRef('')
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return
      event.preventDefault()
      setSearching(open => !open)
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
  return (
    <>
      <a href="#content" className="skip-link">
        Skip to the content
      </a>
      <header className="bar">
        <Link to="/" className="brand">
          <Logo />
          trellis
        </Link>
        <nav className="bar-nav" aria-label="Server">
          <Link to="/" activeOptions={{ exact: true, includeSearch: false }}>
            Apps
          </Link>
          <Link to="/history">History</Link>
          <Link to="/accounts">Accounts</Link>
        </nav>
        <button type="button" className="bar-search" onClick={() => setSearching(true)}>
          <Search size={16} aria-hidden="true" />
          <span>Search</span>
          <kbd>{/Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl '}K</kbd>
        </button>
        <ThemeButton />
        <PersonMenu />
      </header>
      <LostBanner />
      {children}
      {searching && (
        <Suspense fallback={<EarlySearch typed={typed} onClose={() => setSearching(false)} />}>
          <Palette typed={typed} onClose={() => setSearching(false)} />
        </Suspense>
      )}
    </>
  )
}

function LostBanner() {
  const lost = useConnectionLost()
  const replaced = useReplaced(lost)
  return (
    <div role="status" className="lost-place">
      {lost && <p className="lost">The server does not answer. What you see may be out of date; trying again …</p>}
      {replaced && !lost && (
        <p className="replaced">
          There is a newer version of this page.{' '}
          <button type="button" className="text-link" onClick={() => location.reload()}>
            Reload
          </button>
        </p>
      )}
    </div>
  )
}

/** Whether the server came back with another dashboard: one is upgraded while pages stand open. */
function useReplaced(lost: boolean): boolean {
  const [replaced, setReplaced] = useState(false)
  const wasLost = useRef(false)
  useEffect(() => {
    if (wasLost.current && !lost) void isReplaced().then(setReplaced)
    wasLost.current = lost
  }, [lost])
  return replaced
}
