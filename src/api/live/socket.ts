import type { LiveMessage } from '../../contract/live.ts'

/** One watcher's end of the line. */
export interface LiveSocket {
  send(message: LiveMessage): void
  close(reason: string): void
  /** Bytes that the watcher has not taken yet. */
  pending(): number
}
