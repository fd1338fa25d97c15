import type { ErrorBody } from '../contract/error.ts'
import { ApiError, notTrellis, unreachable } from './api-error.ts'
import { type AnyInput, buildRequest } from './build-request.ts'
import type { Door } from './door.ts'

/** Where calls go, and as whom. */
export interface Sender {
  /** Of the server, without a path; empty in a browser that was served by it. */
  server: string
  token: string | null
  fetch: typeof fetch
}

/**
 * One call, as it is: JSON that nobody has checked yet, a stream of bytes, or nothing.
 * @throws ApiError; what an aborted `signal` gives as its reason
 */
export async function send({ server, token, fetch }: Sender, door: Door, input: AnyInput): Promise<unknown> {
  const [url, init] = buildRequest(server, door, token, input)
  const response = await fetch(url, init).catch((error: unknown) => {
    if (input.signal?.aborted) throw input.signal.reason
    throw unreachable(server, error)
  })
  if (!response.ok) throw await readError(server, response)
  if (door.response === 'json') return readJson(server, response)
  if (door.response === 'bytes') return response.body ?? new Blob([]).stream()
  // A page is for people: programs only hear that it is there.
  await response.body?.cancel()
  return undefined
}

async function readError(server: string, response: Response): Promise<ApiError> {
  const { status } = response
  const json: unknown = await response.json().catch(() => null)
  return isErrorBody(json)
    ? new ApiError({ ...json.error, status })
    : notTrellis(server, status, `it answers ${status} without saying why`)
}

function isErrorBody(json: unknown): json is ErrorBody {
  const { error } = (json ?? {}) as { error?: Record<string, unknown> | null }
  if (typeof error !== 'object' || !error) return false
  const { code, message, hint, fields } = error
  if (fields !== undefined && !Array.isArray(fields)) return false
  return typeof code === 'string' && typeof message === 'string' && (hint === undefined || typeof hint === 'string')
}

async function readJson(server: string, response: Response): Promise<unknown> {
  const text = await response.text().catch((error: unknown) => {
    throw unreachable(server, error)
  })
  try {
    return JSON.parse(text)
  } catch (error) {
    throw notTrellis(server, response.status, 'it answers with something that is not JSON', error)
  }
}
