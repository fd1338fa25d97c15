import { ConditionCheck, GetItemCommand, PutTransaction } from 'dynamodb-toolbox'
import type { ReportStore } from '../../core/ports/report-store.ts'
import { deploymentItem } from './items/deployment.ts'
import { reportItem } from './items/github.ts'
import { copy } from './table/copy.ts'
import type { RecordsTable } from './table/open-table.ts'
import { write } from './table/write.ts'

export function createReportStore(table: RecordsTable): ReportStore {
  const reports = reportItem(table)
  const deployments = deploymentItem(table)
  return {
    async some(ids) {
      const gets = ids.map(id => reports.build(GetItemCommand).key({ id }).options({ consistent: true }).send())
      return (await Promise.all(gets)).flatMap(({ Item }) => (Item ? [Item.record] : []))
    },
    async save(given) {
      const record = copy(given)
      const { deployment: id } = record
      // Not written where the deployment is gone.
      await write(
        deployments.build(ConditionCheck).key({ id }).condition({ attr: 'version', exists: true }),
        reports.build(PutTransaction).item({ id, record }),
      )
    },
  }
}
