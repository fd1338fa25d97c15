import type { TrellisError } from '../errors.ts'
import type { AppStore } from '../ports/app-store.ts'
import type { Ports } from '../ports/ports.ts'
import { syncApp } from './sync-app.ts'

type Look = Promise<TrellisError | null>

/** Looks under way, and the one that comes after it. */
const looks = new WeakMap<AppStore, Map<string, { running: Look; next: Look | null }>>()

/**
 * As `syncApp`, but many who ask while a look is under way share the one after it: of a hundred pushes to a branch most are
 * seen by the same look.
 */
export function syncShared(ports: Ports, app: string): Look {
  const known = looks.get(ports.apps) ?? new Map<string, { running: Look; next: Look | null }>()
  looks.set(ports.apps, known)
  const begin = (): Look => {
    const mine = { running: syncApp(ports, app), next: null }
    known.set(app, mine)
    const over = () => void (known.get(app) === mine && known.delete(app))
    mine.running.then(over, over)
    return mine.running
  }
  const current = known.get(app)
  if (!current) return begin()
  current.next ??= current.running.then(begin, begin)
  return current.next
}
