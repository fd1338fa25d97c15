import type { Command } from './isolation.ts'

const hasNul = (text: string): boolean => text.includes('\0')

/**
 * The system ends a text at a NUL, and so does bubblewrap with its arguments: what follows would be one of the user's
 * choice. @returns what is wrong, without the value, which may be a secret.
 */
export function whyNotPassable({ argv, cwd, env }: Pick<Command, 'argv' | 'cwd' | 'env'>): string | null {
  if ([...argv, cwd].some(hasNul)) return 'the command or its folder contains a NUL character'
  const key = Object.keys(env).find(key => hasNul(key) || hasNul(env[key] ?? ''))
  return key === undefined ? null : `the variable ${key.replaceAll('\0', '?')} contains a NUL character`
}
