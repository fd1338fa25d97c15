/**
 * Encrypts values at rest. The same text never gives the same ciphertext twice. `context` (what the value belongs to,
 * such as `variable:shop/production/KEY`) is authenticated: a ciphertext copied elsewhere does not open.
 */
export interface SecretVault {
  seal(plain: string, context: string): Promise<string>
  /** @throws TrellisError key_unusable when it was sealed with another key or context, or was changed. */
  open(sealed: string, context: string): Promise<string>
}
