/** What is to be read before it is forgotten, of an account that was added or changed all the same. */
export const noted = (warnings: readonly string[]): { description?: string; timeout?: number } =>
  warnings.length > 0 ? { description: warnings.join(' '), timeout: 20_000 } : {}
