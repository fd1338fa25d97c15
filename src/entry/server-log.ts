import { type DestinationStream, type Logger, pino } from 'pino'
import type { ApiOptions } from '../api/create-api.ts'

/** One JSON object a line, for people with `jq` and for whatever collects logs. Of an error only its words: what clients hang onto theirs may hold a token. */
export function createServerLog(
  level: string,
  destination: DestinationStream = pino.destination({ fd: 2, sync: false }),
): Logger {
  return pino({ level, serializers: { err: shown } }, destination)
}

/** Requests are told at `debug`, those that failed in a way that nobody foresaw always; `id` is what the answer's `X-Request-Id` says. */
export const noteRequest =
  (log: Logger): ApiOptions['onRequest'] =>
  ({ error, ...request }) => {
    if (error) log.error({ err: error, ...request }, 'request failed')
    else log.debug(request, 'request')
  }

function shown(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name: type, message, stack, cause } = error
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  return { type, ...code, message, stack, ...(cause === undefined ? {} : { cause: shown(cause) }) }
}
