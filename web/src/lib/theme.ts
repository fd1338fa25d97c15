import { useState } from 'react'

export type Theme = 'system' | 'light' | 'dark'
const place = 'trellis-theme'

/** The theme of this browser; `system` follows the machine's. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(() => (document.documentElement.dataset.theme as Theme | undefined) ?? 'system')
  return [
    theme,
    next => {
      setTheme(next)
      if (next === 'system') {
        delete document.documentElement.dataset.theme
        localStorage.removeItem(place)
      } else {
        document.documentElement.dataset.theme = next
        localStorage.setItem(place, next)
      }
    },
  ]
}
