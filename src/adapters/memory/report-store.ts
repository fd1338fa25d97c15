import type { ReportRecord, ReportStore } from '../../core/ports/report-store.ts'
import { copy } from './copy.ts'
import type { Pause } from './pause.ts'
import type { MemoryState } from './state.ts'

export function createReportStore(state: MemoryState, pause: Pause): ReportStore {
  const reports = new Map<string, ReportRecord>()
  return {
    async some(deployments) {
      await pause()
      const found = deployments.filter(id => state.deployments.has(id)).map(id => reports.get(id))
      return copy(found.filter(one => one !== undefined))
    },
    async save(record) {
      await pause()
      if (state.deployments.has(record.deployment)) reports.set(record.deployment, copy(record))
    },
  }
}
