import type { Outbox } from '../../core/ports/outbox.ts'
import { copy } from './copy.ts'
import type { Pause } from './pause.ts'
import { type MemoryState, putMessages } from './state.ts'

export function createOutbox(state: MemoryState, pause: Pause): Outbox {
  return {
    async put(message, notBefore) {
      await pause()
      putMessages(state, [copy(message)], notBefore)
    },
    async take(now, leaseUntil, limit) {
      await pause()
      const due = state.outbox.filter(one => one.notBefore <= now).slice(0, limit)
      return due.map(one => {
        const entry = copy({ id: one.id, attempts: one.attempts, message: one.message })
        one.notBefore = leaseUntil
        one.attempts += 1
        return entry
      })
    },
    async done(id) {
      await pause()
      state.outbox = state.outbox.filter(one => one.id !== id)
    },
    async postpone(id, notBefore) {
      await pause()
      const entry = state.outbox.find(one => one.id === id)
      if (entry) entry.notBefore = notBefore
    },
  }
}
