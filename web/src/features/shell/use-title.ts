import { useEffect } from 'react'

export type Alarm = 'calm' | 'running' | 'failed'
const colours: Record<Alarm, string> = { calm: '#2f8f4e', running: '#2a6fbf', failed: '#c9362c' }
const signs: Record<Alarm, string> = { calm: '', running: '◐ ', failed: '✕ ' }

/** Names the page, and shows in its tab whether something runs or failed. */
export function useTitle(title: string, alarm: Alarm = 'calm'): void {
  useEffect(() => {
    document.title = `${signs[alarm]}${title} · Trellis`
    const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]')
    if (icon) icon.href = alarm === 'calm' ? '/favicon.svg' : favicon(alarm)
  }, [title, alarm])
}

const favicon = (alarm: Alarm): string =>
  `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="13" fill="${colours[alarm]}"/>${
      alarm === 'failed'
        ? '<path d="m11 11 10 10m0-10L11 21" stroke="#fff" stroke-width="3" stroke-linecap="round"/>'
        : '<path d="M16 8a8 8 0 0 1 0 16Z" fill="#fff"/>'
    }</svg>`,
  )}`
