import { failure } from '../core/failures.ts'

export const refuse = (code: Parameters<typeof failure>[0], message: string, hint?: string) => ({
  failure: failure(code, null, message, hint),
})

export const place = (path: string, word = 'In'): string =>
  `${word} ${path === '.' ? 'the root of the repository' : path}`

export const listed = (all: readonly string[]): string =>
  `${all.slice(0, 10).join(', ')}${all.length > 10 ? ', …' : ''}`
