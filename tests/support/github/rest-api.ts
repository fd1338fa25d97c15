import type { IncomingMessage, ServerResponse } from 'node:http'
import { callerOf, Refused } from './authorize.ts'
import { Operation } from './description.ts'
import type { Answer, Doors } from './door.ts'
import { send } from './send.ts'
import type { State } from './state.ts'

/** What came to GitHub, and what of it was not as GitHub describes it. */
export interface Seen {
  readonly asked: string[]
  readonly problems: string[]
}

/** GitHub's REST API: every request and answer is held to GitHub's own OpenAPI description. */
export class RestApi {
  readonly #state: State
  readonly #doors: Doors
  readonly #seen: Seen
  readonly #now: () => number
  readonly #operations = new Map<string, Operation>()

  constructor(state: State, doors: Doors, seen: Seen, now: () => number) {
    this.#state = state
    this.#doors = doors
    this.#seen = seen
    this.#now = now
  }

  serve(request: IncomingMessage, response: ServerResponse, url: URL, text: string): void {
    const path = url.pathname.slice('/api/v3'.length)
    const found = this.#door(request.method ?? '', path)
    if (!found) {
      this.#seen.problems.push(`nobody knows ${request.method} ${path}`)
      send(response, 404, { message: 'Not Found', documentation_url: 'https://docs.github.com/rest' })
      return
    }
    const { operation, params } = found
    this.#seen.asked.push(operation.key)
    const query = Object.fromEntries(url.searchParams)
    const body = text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>)
    this.#seen.problems.push(...operation.problemsOfRequest(params, query, body))
    if (!request.headers['user-agent']) this.#seen.problems.push(`${operation.key} names no user agent`)
    const answer = this.#answer(() => {
      const caller = callerOf(this.#state, request.headers.authorization, this.#now())
      return this.#doors[operation.key]?.({ caller, path: params, query, body: body ?? {} }) ?? { status: 404 }
    })
    const { status = 200, body: said } = answer
    this.#seen.problems.push(...operation.problemsOfAnswer(status, said))
    const link = linkOf(url, answer)
    send(response, status, said, link ? { link } : {})
  }

  #answer(work: () => Answer): Answer {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      const { status, message } = error
      const body = { message, documentation_url: 'https://docs.github.com/rest', status: String(status) }
      return { status, body: status === 422 ? { ...body, errors: [] } : body }
    }
  }

  #door(method: string, path: string): { operation: Operation; params: Record<string, string> } | null {
    for (const key of Object.keys(this.#doors)) {
      const [doorMethod, template = ''] = key.split(' ')
      if (doorMethod !== method) continue
      const pattern = new RegExp(`^${template.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`)
      const match = pattern.exec(path)
      if (!match) continue
      const operation = this.#operations.get(key) ?? new Operation(key)
      this.#operations.set(key, operation)
      const named = Object.entries(match.groups ?? {})
      return { operation, params: Object.fromEntries(named.map(([name, value]) => [name, decodeURIComponent(value)])) }
    }
    return null
  }
}

/** Where the next page is, as GitHub tells it. */
function linkOf(url: URL, { total }: Answer): string | null {
  if (total === undefined) return null
  const size = Math.min(100, Number(url.searchParams.get('per_page') ?? 30))
  const page = Number(url.searchParams.get('page') ?? 1)
  const last = Math.max(1, Math.ceil(total / size))
  if (page >= last) return null
  const at = (wanted: number) => {
    const next = new URL(url)
    next.searchParams.set('page', String(wanted))
    return next.href
  }
  return `<${at(page + 1)}>; rel="next", <${at(last)}>; rel="last"`
}
