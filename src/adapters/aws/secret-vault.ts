import { TrellisError } from '../../core/errors.ts'
import type { SecretVault } from '../../core/ports/secret-vault.ts'
import { openText, sealText } from '../../platform/seal-text.ts'
import type { DataKey } from './data-key.ts'

/** Values lie encrypted in the records; only the key lies elsewhere. */
export function createSecretVault(dataKey: DataKey): SecretVault {
  return {
    async seal(plain, context) {
      return sealText(await dataKey.keyFor('secrets'), plain, context)
    },
    async open(sealed, context) {
      const key = await dataKey.keyFor('secrets')
      try {
        return openText(key, sealed, context)
      } catch (cause) {
        throw new TrellisError(
          'key_unusable',
          `The secret of ${context} does not open: it was sealed with another key, or was changed.`,
          'Restore the secret that belongs to these records in Secrets Manager, or set the value again.',
          { cause },
        )
      }
    },
  }
}
