import type { DeliveryStore } from '../../core/ports/delivery-store.ts'
import { copy } from './copy.ts'
import type { Pause } from './pause.ts'
import { type MemoryState, putOnce } from './state.ts'

export function createDeliveryStore(state: MemoryState, pause: Pause): DeliveryStore {
  const known = new Map<string, number>()
  const facts = { lastAt: null as number | null, accepted: 0, refused: 0 }
  return {
    async accept(id, at, messages) {
      await pause()
      const list = copy(messages)
      if (known.has(id)) return false
      known.set(id, at)
      facts.accepted += 1
      facts.lastAt = Math.max(facts.lastAt ?? at, at)
      putOnce(state, list)
      return true
    },
    async refuse() {
      await pause()
      facts.refused += 1
    },
    async facts() {
      await pause()
      return { ...facts }
    },
    async prune(until) {
      await pause()
      for (const [id, at] of known) if (at < until) known.delete(id)
    },
  }
}
