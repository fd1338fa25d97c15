import type { LogStore } from '../core/ports/log-store.ts'

const page = 2_000

/** A whole log as text, page by page, as long as whoever asked takes it. */
export async function* rawLog(logs: LogStore, deployment: string): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  for (let from = 1; ; ) {
    const { lines, next } = await logs.read(deployment, from, page)
    if (lines.length === 0) return
    yield encoder.encode(lines.map(line => `${line.text}\n`).join(''))
    from = next
  }
}
