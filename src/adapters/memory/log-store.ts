import type { LogLine } from '../../contract/log.ts'
import { TrellisError } from '../../core/errors.ts'
import type { LogStore } from '../../core/ports/log-store.ts'
import { FillingPage } from '../../platform/filling-page.ts'
import { finder } from '../../platform/find-text.ts'
import { copy } from './copy.ts'
import type { Pause } from './pause.ts'

export function createLogStore(pause: Pause): LogStore {
  const logs = new Map<string, LogLine[]>()
  return {
    async append(deployment, lines) {
      await pause()
      const stored = logs.get(deployment) ?? []
      const added = copy(lines.filter(line => line.seq > stored.length))
      const gap = added.find((line, index) => line.seq !== stored.length + index + 1)
      if (gap) throw new TrellisError('internal', `Line ${gap.seq} of ${deployment} would leave a gap in its log.`)
      stored.push(...added)
      logs.set(deployment, stored)
    },
    async read(deployment, from, limit) {
      await pause()
      const page = new FillingPage<LogLine>(limit)
      page.take((logs.get(deployment) ?? []).slice(from - 1, from - 1 + limit))
      return { lines: copy(page.lines), next: from + page.lines.length }
    },
    async search(deployment, { query, from, direction, limit }) {
      await pause()
      const lines = logs.get(deployment) ?? []
      const ahead = direction === 'forward' ? lines.slice(from - 1) : lines.slice(0, from).reverse()
      const holds = finder(query)
      const matches = ahead
        .filter(line => holds(line.text))
        .slice(0, limit)
        .map(({ seq, phase }) => ({ seq, phase }))
      const last = matches.at(-1)?.seq ?? from
      const next = direction === 'forward' ? last + 1 : last - 1
      return { matches, next: matches.length === limit ? next || null : null }
    },
    async last(deployment) {
      await pause()
      return logs.get(deployment)?.length ?? 0
    },
    async remove(deployment) {
      await pause()
      logs.delete(deployment)
    },
    direct: null,
  }
}
