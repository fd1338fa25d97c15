import { TrellisError } from '../../core/errors.ts'
import type { SecretVault } from '../../core/ports/secret-vault.ts'
import { openText, sealText } from '../../platform/seal-text.ts'
import type { MasterKey } from './key-file.ts'

export function createSecretVault(master: MasterKey): SecretVault {
  const key = master.keyFor('secrets')
  return {
    async seal(plain, context) {
      return sealText(key, plain, context)
    },
    async open(sealed, context) {
      try {
        return openText(key, sealed, context)
      } catch (cause) {
        throw new TrellisError(
          'key_unusable',
          `The secret of ${context} does not open: it was sealed with another key, or was changed.`,
          'Put the key file back that belongs to this database, or set the value again.',
          { cause },
        )
      }
    },
  }
}
