import { useSyncExternalStore } from 'react'

export type Theme = 'system' | 'light' | 'dark'

const place = 'trellis-theme'
const listeners = new Set<() => void>()

const current = (): Theme => (document.documentElement.dataset.theme as Theme | undefined) ?? 'system'

function choose(theme: Theme): void {
  if (theme === 'system') {
    delete document.documentElement.dataset.theme
    localStorage.removeItem(place)
  } else {
    document.documentElement.dataset.theme = theme
    localStorage.setItem(place, theme)
  }
  for (const listener of listeners) listener()
}

function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The theme of this browser; `system` follows the machine's. */
export const useTheme = (): [Theme, (theme: Theme) => void] => [useSyncExternalStore(listen, current), choose]
