import { type DestinationStream, type Logger, pino } from 'pino'
import type { ApiOptions } from '../api/create-api.ts'

/** Bytes of the log that wait for room on a disk that is full. */
const mostWaiting = 1024 * 1024

/** Where a line cannot be written, since the disk that the log goes to is full, it waits, or is lost: the server goes on. */
function logTo(fd: number): DestinationStream {
  const destination = pino.destination({ fd, sync: false, maxLength: mostWaiting })
  destination.on('error', () => {
    // By itself it would try without end, so that the server could not end: sonic-boom takes only a pipe that is full for a reason.
    destination.flushSync = () => {}
  })
  return destination
}

/** One JSON object a line, for people with `jq` and for whatever collects logs. Of an error only its words: what clients hang onto theirs may hold a token. */
export function createServerLog(level: string, destination: DestinationStream = logTo(2)): Logger {
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
