import { suite as accounts } from '../contract/account-store.ts'
import { suite as apps } from '../contract/app-store.ts'
import { suite as artifacts } from '../contract/artifact-store.ts'
import { suite as caches } from '../contract/cache-locations.ts'
import { suite as clock } from '../contract/clock.ts'
import { suite as connections } from '../contract/connection-store.ts'
import { suite as decisions } from '../contract/decision-store.ts'
import { suite as deliveries } from '../contract/delivery-store.ts'
import { suite as change } from '../contract/deployment-change.ts'
import { suite as claim } from '../contract/deployment-claim.ts'
import { suite as end } from '../contract/deployment-end.ts'
import { suite as push } from '../contract/deployment-push.ts'
import { suite as reading } from '../contract/deployment-reading.ts'
import { suite as request } from '../contract/deployment-request.ts'
import { suite as ids } from '../contract/ids.ts'
import { suite as logs } from '../contract/log-store.ts'
import { suite as logins } from '../contract/login-store.ts'
import { suite as outbox } from '../contract/outbox.ts'
import { suite as reports } from '../contract/report-store.ts'
import { suite as vault } from '../contract/secret-vault.ts'
import { suite as sessions } from '../contract/session-store.ts'
import { suite as tokens } from '../contract/token-store.ts'
import { suite as users } from '../contract/user-store.ts'
import { suite as variables } from '../contract/variable-store.ts'
import { suite as archive, archivedAtOnce } from './aws/archive.ts'
import { suite as cutShort } from './aws/cut-short.ts'
import { suite as live } from './aws/live.ts'
import { suite as objects } from './aws/objects.ts'
import { awsPlace } from './aws/place.ts'
import { suite as prepare } from './aws/prepare.ts'
import { suite as rawLogs } from './aws/raw-log.ts'
import { suite as records } from './aws/records.ts'
import { suite as taskEnds } from './aws/task-ends.ts'
import { suite as throttled } from './aws/throttled.ts'

const place = awsPlace()
for (const suite of [
  ...[accounts, apps, request, push, claim, change, end, reading, logs, outbox, sessions, variables],
  ...[logins, users, tokens, connections, deliveries, decisions, reports],
  ...[vault, artifacts, caches, clock, ids],
]) {
  suite('aws', test => place(test).stores)
}
logs('aws, archived', test => archivedAtOnce(place(test)))
records(place)
throttled(place)
cutShort(place)
taskEnds(place)
archive(place)
objects(place)
rawLogs(place)
live(place)
prepare(place)
