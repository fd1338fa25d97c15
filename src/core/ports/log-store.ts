import type { LogLine, LogPage } from '../../contract/log.ts'

/** The lines of each deployment, numbered from 1 without gaps. */
export interface LogStore {
  /**
   * Appends; lines whose seq is stored already are ignored, so that a batch may be sent twice.
   * Atomic: all of the new lines or none. `lines` are in order, their first seq at most one past the last stored.
   * @throws TrellisError disk_full; internal when a line would leave a gap, and nothing is stored.
   */
  append(deployment: string, lines: readonly LogLine[]): Promise<void>
  /** Lines from seq `from` on, at most `limit`. `next` is the seq after the last line returned, or `from` if there is none. */
  read(deployment: string, from: number, limit: number): Promise<LogPage>
  /** Seq of the last line, 0 if there is none. */
  last(deployment: string): Promise<number>
  remove(deployment: string): Promise<void>
}
