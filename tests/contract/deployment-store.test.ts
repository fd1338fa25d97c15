import { suite as change } from './deployment-change.ts'
import { suite as claim } from './deployment-claim.ts'
import { suite as end } from './deployment-end.ts'
import { suite as push } from './deployment-push.ts'
import { suite as reading } from './deployment-reading.ts'
import { suite as request } from './deployment-request.ts'
import { places } from './places.ts'

for (const [name, makeStores] of Object.entries(places)) {
  for (const suite of [request, push, claim, change, end, reading]) suite(name, makeStores)
}
