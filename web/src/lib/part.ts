import { type ComponentType, type LazyExoticComponent, lazy } from 'react'

type Load<Props extends object> = () => Promise<{ default: ComponentType<Props> }>

const known = new Set<() => Promise<unknown>>()
const missing = new Set<() => Promise<unknown>>()
const listeners = new Set<() => void>()

/** Whether a part that is wanted could not be fetched, and is asked for again. */
export const isPartMissing = (): boolean => missing.size > 0

export function listenForParts(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function tell(change: () => unknown): void {
  change()
  for (const listener of listeners) listener()
}

/** A part of the dashboard that is fetched when it is first shown, or once there is nothing else to do. */
export function part<Props extends object>(load: Load<Props>): LazyExoticComponent<ComponentType<Props>> {
  known.add(load)
  return lazy(() => untilThere(load))
}

/** Everything that may be shown later: whoever clicks when the server is away must not lose the page for want of a part of it. */
export async function fetchParts(): Promise<void> {
  await Promise.allSettled([...known].map(load => load()))
}

/** While the server is away, a part is asked for until it comes. */
export async function untilThere<Part>(load: () => Promise<Part>, pauseMs = 1_000): Promise<Part> {
  for (;;) {
    try {
      const part = await load()
      tell(() => missing.delete(load))
      return part
    } catch {
      tell(() => missing.add(load))
      await new Promise(resolve => setTimeout(resolve, pauseMs))
    }
  }
}
