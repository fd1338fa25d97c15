import { Moon, Sun, SunMoon } from 'lucide-react'
import { type Theme, useTheme } from '../../lib/theme.ts'

const themes: Record<Theme, { next: Theme; icon: typeof Sun; word: string }> = {
  system: { next: 'light', icon: SunMoon, word: 'the system’s' },
  light: { next: 'dark', icon: Sun, word: 'light' },
  dark: { next: 'system', icon: Moon, word: 'dark' },
}

/** The theme in words, and the way to the next one. */
export function useNextTheme() {
  const [theme, setTheme] = useTheme()
  const { next, icon, word } = themes[theme]
  return { icon, word, nextWord: themes[next].word, change: () => setTheme(next) }
}

export function ThemeButton() {
  const { icon: Icon, word, nextWord, change } = useNextTheme()
  return (
    <button
      type="button"
      className="button button-plain icon-only theme-button"
      aria-label={`Theme: ${word}. Change to ${nextWord}`}
      title={`Theme: ${word}`}
      onClick={change}
    >
      <Icon size={18} aria-hidden="true" />
    </button>
  )
}
