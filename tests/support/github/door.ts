import type { Caller } from './authorize.ts'
import type { Shapes } from './shapes.ts'
import type { State, Token } from './state.ts'

export interface Asked {
  caller: Caller
  path: Record<string, string>
  query: Record<string, string>
  body: Record<string, unknown>
}

export interface Answer {
  status?: number
  body?: unknown
  /** How many there are in all, of a list that comes in pages. */
  total?: number
}

export type Doors = Record<string, (asked: Asked) => Answer>

export interface Rest {
  state: State
  shapes: Shapes
  now(): number
  /** What the next installation token can bear. */
  nextToken: Partial<Pick<Token, 'gitRequests' | 'expiresAt'>>
}

export function paged<T>(all: readonly T[], { query }: Asked): T[] {
  const size = Math.min(100, Number(query.per_page ?? 30))
  const page = Number(query.page ?? 1)
  return all.slice((page - 1) * size, page * size)
}
