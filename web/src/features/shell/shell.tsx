import { Link } from '@tanstack/react-router'
import { Moon, Search, Sun, SunMoon } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { useConnectionLost } from '../../lib/live.tsx'
import { type Theme, useTheme } from '../../lib/theme.ts'
import { PersonMenu } from '../session/person-menu.tsx'
import { Logo } from './logo.tsx'
import './shell.css'

const Palette = lazy(() => import('./palette.tsx'))

/** What stands around every screen. */
export function Shell({ children }: { children: ReactNode }) {
  const [searching, setSearching] = useState(false)
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
          <Link to="/" activeOptions={{ exact: true }}>
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
        <Suspense>
          <Palette onClose={() => setSearching(false)} />
        </Suspense>
      )}
    </>
  )
}

const themes: Record<Theme, { next: Theme; icon: typeof Sun; word: string }> = {
  system: { next: 'light', icon: SunMoon, word: 'as the system' },
  light: { next: 'dark', icon: Sun, word: 'light' },
  dark: { next: 'system', icon: Moon, word: 'dark' },
}

function ThemeButton() {
  const [theme, setTheme] = useTheme()
  const { next, icon: Icon, word } = themes[theme]
  return (
    <button
      type="button"
      className="button button-plain icon-only"
      aria-label={`Theme: ${word}. Change to ${themes[next].word}`}
      title={`Theme: ${word}`}
      onClick={() => setTheme(next)}
    >
      <Icon size={18} aria-hidden="true" />
    </button>
  )
}

function LostBanner() {
  const lost = useConnectionLost()
  return (
    <div role="status" className="lost-place">
      {lost && <p className="lost">The server does not answer. What you see may be out of date; trying again …</p>}
    </div>
  )
}
