import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { createAccountStore } from './account-store.ts'
import { createAppStore } from './app-store.ts'
import { archiveLogs } from './archive-logs.ts'
import { createConnectionStore } from './connection-store.ts'
import { createDecisionStore } from './decision-store.ts'
import { createDeliveryStore } from './delivery-store.ts'
import { createDeploymentStore } from './deployment-store.ts'
import { Forgetting } from './forget-environment.ts'
import { createLoginStore } from './login-store.ts'
import { type ObjectsPlace, openLogs } from './objects.ts'
import { createOutbox, messageWrites } from './outbox.ts'
import { createReportStore } from './report-store.ts'
import { createSessionStore } from './session-store.ts'
import { openTable } from './table/open-table.ts'
import { Positions } from './table/positions.ts'
import { createTokenStore } from './token-store.ts'
import { createUserStore } from './user-store.ts'
import { createVariableStore } from './variable-store.ts'

/** The stores of an installation, in its one table; old logs in its bucket. */
export function createRecords(client: DynamoDBClient, tableName: string, objects: ObjectsPlace) {
  const table = openTable(client, tableName)
  const positions = new Positions()
  const messages = messageWrites(table, positions)
  const forgetting = new Forgetting(table)
  const deployments = createDeploymentStore(table, positions, messages)
  const logs = openLogs(table, objects)
  return {
    apps: createAppStore(table),
    variables: createVariableStore(table),
    accounts: createAccountStore(table),
    sessions: createSessionStore(table),
    logins: createLoginStore(table),
    users: createUserStore(table),
    tokens: createTokenStore(table),
    connections: createConnectionStore(table),
    deliveries: createDeliveryStore(table, messages),
    decisions: createDecisionStore(table, positions),
    reports: createReportStore(table),
    deployments,
    outbox: createOutbox(table, messages),
    logs,
    /** Goes on with what was interrupted; for the sweep. */
    tidy: () => forgetting.rest(),
    /** Of deployments that ended by then; for the sweep, as long as there is time. */
    archiveLogs: (endedBy: number, hasTime: () => boolean) =>
      archiveLogs(table, { logs, deployments }, endedBy, hasTime),
  }
}
