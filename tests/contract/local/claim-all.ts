// Claims and finishes whatever is queued, until nothing is. A file per running environment proves that nobody else has it.
import { closeSync, openSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createLocalStores } from '../../../src/adapters/local/stores.ts'
import { sampleClaim, succeeded } from '../samples.ts'

const [home = '', marks = '', most = '1'] = process.argv.slice(2)
const limit = Number(most)
const stores = createLocalStores({ home })
const environments = (await stores.apps.environments('shop')).map(one => one.name)
console.log('ready')
await new Promise(resolve => process.stdin.once('data', resolve))

const done: string[] = []
while ((await stores.deployments.open()).length > 0) {
  for (const environment of environments) {
    const record = await stores.deployments.claimNext(sampleClaim({ environment, limit }))
    if (!record) continue
    const mark = join(marks, environment)
    closeSync(openSync(mark, 'wx'))
    if (readdirSync(marks).length > limit) throw new Error('more run at once than the limit')
    const updated = await stores.deployments.update(record, { lastEvent: 1 })
    if (!updated) throw new Error('somebody else changed what runs here')
    rmSync(mark)
    if (!(await stores.deployments.finish(updated, succeeded, null)))
      throw new Error('somebody else ended what runs here')
    done.push(`${environment} ${record.number} ${record.fence}`)
  }
}
stores.close()
console.log(JSON.stringify(done))
process.exit()
