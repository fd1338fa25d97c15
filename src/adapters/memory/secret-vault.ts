import { TrellisError } from '../../core/errors.ts'
import type { SecretVault } from '../../core/ports/secret-vault.ts'
import type { Pause } from './pause.ts'

/** Hides nothing, but keeps the vault's promises: no ciphertext twice, bound to its context and to this vault. */
export function createSecretVault(pause: Pause): SecretVault {
  const sealedHere = new Map<string, string>()
  return {
    async seal(plain, context) {
      await pause()
      const sealed = `memory.${sealedHere.size + 1}.${Buffer.from(plain).toString('base64url')}`
      sealedHere.set(sealed, context)
      return sealed
    },
    async open(sealed, context) {
      await pause()
      if (sealedHere.get(sealed) !== context) {
        throw new TrellisError('key_unusable', `The secret of ${context} does not open: it was sealed elsewhere.`)
      }
      return Buffer.from(sealed.split('.')[2] ?? '', 'base64url').toString()
    },
  }
}
