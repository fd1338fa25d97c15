import type { LogLine, LogMatches, LogPage } from '../../contract/log.ts'

export interface LogSearch {
  query: string
  from: number
  direction: 'forward' | 'backward'
  limit: number
}

/** The lines of each deployment, numbered from 1 without gaps. */
export interface LogStore {
  /**
   * Appends; lines whose seq is stored already are ignored, so that a batch may be sent twice.
   * Atomic: all of the new lines or none. `lines` are in order, their first seq at most one past the last stored.
   * @throws TrellisError disk_full; internal when a line would leave a gap, and nothing is stored.
   */
  append(deployment: string, lines: readonly LogLine[]): Promise<void>
  /**
   * Lines from seq `from` on, at most `limit`, and no more than one answer may hold (a megabyte of JSON, but one line in any case): none means that there are none.
   * `next` is the seq after the last line returned, or `from` if there is none.
   */
  read(deployment: string, from: number, limit: number): Promise<LogPage>
  /**
   * Lines that hold `query`, from seq `from` on (or backwards), at most `limit`, in the order in which they are met. Escape
   * sequences in a line are passed over; case counts only if `query` has capitals. `next` is where to look on from, null
   * when the end was reached. Never keeps others waiting for long.
   */
  search(deployment: string, wish: LogSearch): Promise<LogMatches>
  /** Seq of the last line, 0 if there is none. */
  last(deployment: string): Promise<number>
  remove(deployment: string): Promise<void>
  /** The way for whole logs around the API, where the API cannot carry what is large; null: it can, and they go through it. */
  readonly direct: DirectLogs | null
}

export interface DirectLogs {
  /**
   * @param name of the file that a browser makes of it
   * @returns a URL, open for minutes to whoever has it. A GET gives the lines that there are by now, as text. Null: it takes longer than
   *   one call may; whoever asks again comes nearer to it.
   */
  download(deployment: string, name: string): Promise<string | null>
}
