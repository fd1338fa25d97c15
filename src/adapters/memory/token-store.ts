import { TrellisError } from '../../core/errors.ts'
import type { TokenRecord, TokenStore } from '../../core/ports/token-store.ts'
import { copy } from './copy.ts'
import type { Pause } from './pause.ts'

export function createTokenStore(pause: Pause): TokenStore {
  const tokens = new Map<string, TokenRecord>()
  return {
    async addToken(token) {
      await pause()
      if (tokens.has(token.name)) throw new TrellisError('already_exists', `There is a token ${token.name} already.`)
      tokens.set(token.name, copy(token))
    },
    async token(hash) {
      await pause()
      const found = [...tokens.values()].find(one => one.hash === hash)
      return found ? copy(found) : null
    },
    async tokens() {
      await pause()
      return [...tokens.values()].sort((a, b) => (a.name < b.name ? -1 : 1)).map(copy)
    },
    async tokenUsed(name, at) {
      await pause()
      const found = tokens.get(name)
      if (found) found.lastUsedAt = Math.max(found.lastUsedAt ?? 0, at)
    },
    async removeToken(name) {
      await pause()
      const found = tokens.get(name)
      tokens.delete(name)
      return found ? copy(found) : null
    },
  }
}
