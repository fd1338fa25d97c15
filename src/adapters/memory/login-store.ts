import type { LoginRequest, LoginStore } from '../../core/ports/login-store.ts'
import { copy } from './copy.ts'
import type { Pause } from './pause.ts'

export function createLoginStore(pause: Pause): LoginStore {
  const requests = new Map<string, LoginRequest>()
  const open = (test: (one: LoginRequest) => boolean, now: number) =>
    [...requests.values()].find(one => test(one) && one.expiresAt > now)
  return {
    async addLogin(request) {
      await pause()
      for (const [hash, { expiresAt }] of requests) if (expiresAt <= request.createdAt) requests.delete(hash)
      requests.set(request.deviceHash, copy(request))
    },
    async login(codeHash, now) {
      await pause()
      const found = open(one => one.codeHash === codeHash, now)
      return found ? copy(found) : null
    },
    async decideLogin(codeHash, decision, now) {
      await pause()
      const found = open(one => one.codeHash === codeHash, now)
      if (!found || found.decision !== null) return false
      found.decision = copy(decision)
      return true
    },
    async askLogin(deviceHash, now) {
      await pause()
      const found = open(one => one.deviceHash === deviceHash, now)
      if (!found) return null
      const before = copy(found)
      found.askedAt = now
      return before
    },
    async takeLogin(deviceHash) {
      await pause()
      const found = requests.get(deviceHash)
      if (!found?.decision) return null
      requests.delete(deviceHash)
      return copy(found)
    },
  }
}
