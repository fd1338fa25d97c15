import type { Deployment } from '../../contract/deployment.ts'
import type { LogLine, LogMatches } from '../../contract/log.ts'
import type { Shell } from '../shell.ts'
import { LogView } from '../view/log.ts'

/** Only the lines of a log that hold a text, as they are found. */
export async function searchLog(shell: Shell, deployment: Deployment, query: string, from: number): Promise<void> {
  const { client, terminal } = shell
  const { app, environment, number } = deployment
  const params = { app, environment, number }
  const view = new LogView()
  const found: LogLine[] = []
  let count = 0
  for (let next: number | null = from; next !== null; ) {
    const page: LogMatches = await client.call('searchLog', { params, query: { query, from: next, limit: 50 } })
    for (const { seq } of page.matches) {
      const { lines } = await client.call('readLog', { params, query: { from: seq, limit: 1 } })
      if (terminal.json) found.push(...lines)
      else terminal.print(view.draw(lines, terminal.look))
    }
    count += page.matches.length
    next = page.next
  }
  terminal.document({ lines: found })
  if (count === 0) terminal.note(`  No line holds ${JSON.stringify(query)}.`)
}
