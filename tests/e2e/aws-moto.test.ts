import { describe } from 'node:test'
import { suite as accounts } from '../contract/account-store.ts'
import { suite as apps } from '../contract/app-store.ts'
import { suite as connections } from '../contract/connection-store.ts'
import { suite as decisions } from '../contract/decision-store.ts'
import { suite as deliveries } from '../contract/delivery-store.ts'
import { suite as change } from '../contract/deployment-change.ts'
import { suite as claim } from '../contract/deployment-claim.ts'
import { suite as end } from '../contract/deployment-end.ts'
import { suite as push } from '../contract/deployment-push.ts'
import { suite as reading } from '../contract/deployment-reading.ts'
import { suite as request } from '../contract/deployment-request.ts'
import { suite as logs } from '../contract/log-store.ts'
import { suite as logins } from '../contract/login-store.ts'
import { suite as outbox } from '../contract/outbox.ts'
import { suite as reports } from '../contract/report-store.ts'
import { suite as sessions } from '../contract/session-store.ts'
import { suite as tokens } from '../contract/token-store.ts'
import { suite as users } from '../contract/user-store.ts'
import { suite as variables } from '../contract/variable-store.ts'
import { startMoto } from '../support/moto/start.ts'
import { awsPlace } from './aws/place.ts'

// The same adapter against DynamoDB as others understood it: what both emulators got wrong in the same way nobody sees.
const place = awsPlace(startMoto)
// Two at a time, so that neither side of the wire waits for the other.
describe('by moto', { concurrency: 2 }, () => {
  for (const suite of [
    ...[reading, request, push, claim, change, end, logs, outbox, apps, variables, sessions, accounts],
    ...[logins, users, tokens, connections, deliveries, decisions, reports],
  ]) {
    suite('moto', test => place(test).stores)
  }
})
