import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { TrellisError } from '../../core/errors.ts'
import { deriveKey } from '../../platform/seal-text.ts'

/** Shorter is no key, but something else that stands in its place. */
const leastLength = 32

/** The key of an installation, which everything secret is encrypted with, and never directly: each purpose has a key of its own. */
export interface DataKey {
  /** @throws TrellisError key_unusable, and as cloudFailure */
  keyFor(purpose: string): Promise<Buffer>
}

/** Asked for once, by who needs it first; a failure is not remembered. @param secretId name or ARN of the secret */
export function createDataKey(client: () => Promise<SecretsManagerClient>, secretId: string): DataKey {
  let asked: Promise<string> | undefined

  async function ask(): Promise<string> {
    try {
      const { GetSecretValueCommand } = await import('./sdk/secrets.ts')
      const { SecretString = '' } = await (await client()).send(new GetSecretValueCommand({ SecretId: secretId }))
      if (SecretString.length >= leastLength) return SecretString
      throw new TrellisError('key_unusable', `The secret ${secretId} holds no key.`, hint)
    } catch (error) {
      asked = undefined
      if (!(error instanceof Error) || !lost.has(error.name)) throw error
      throw new TrellisError('key_unusable', `The secret ${secretId} cannot be had: ${error.name}.`, hint, {
        cause: error,
      })
    }
  }

  return {
    async keyFor(purpose) {
      asked ??= ask()
      return deriveKey(Buffer.from(await asked), purpose)
    },
  }
}

const lost = new Set([
  'ResourceNotFoundException',
  'InvalidRequestException',
  'DecryptionFailure',
  'AccessDeniedException',
])
const hint = 'Restore the secret in Secrets Manager: what is secret in the records does not open without it.'
