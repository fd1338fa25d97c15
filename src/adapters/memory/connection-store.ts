import type { ConnectionRecord, ConnectionStore, ConnectionWish } from '../../core/ports/connection-store.ts'
import { copy } from './copy.ts'
import type { Pause } from './pause.ts'

export function createConnectionStore(pause: Pause): ConnectionStore {
  let current: ConnectionRecord | null = null
  const wishes = new Map<string, ConnectionWish>()
  const find = (stateHash: string, now: number): ConnectionWish | null => {
    const found = wishes.get(stateHash)
    return found && found.expiresAt > now ? found : null
  }
  return {
    async connection() {
      await pause()
      return copy(current)
    },
    async save(record) {
      await pause()
      current = copy(record)
    },
    async remove() {
      await pause()
      current = null
    },
    async addWish(wish, now) {
      await pause()
      for (const [hash, { expiresAt }] of wishes) if (expiresAt <= now) wishes.delete(hash)
      wishes.set(wish.stateHash, copy(wish))
    },
    async wish(stateHash, now) {
      await pause()
      return copy(find(stateHash, now))
    },
    async takeWish(stateHash, now) {
      await pause()
      const found = find(stateHash, now)
      wishes.delete(stateHash)
      return copy(found)
    },
  }
}
