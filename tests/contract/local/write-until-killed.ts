// Writes records without end, and says the number of each once the store has acknowledged it.
import { writeSync } from 'node:fs'
import { createLocalStores } from '../../../src/adapters/local/stores.ts'
import { claimed, requested, sampleLines, succeeded } from '../samples.ts'

const [home = '', first = '0'] = process.argv.slice(2)
const stores = createLocalStores({ home })
for (let n = Number(first); ; n++) {
  const id = `d${n}`
  await requested(stores, id)
  const record = await claimed(stores)
  await stores.logs.append(id, sampleLines(1, 50))
  const updated = await stores.deployments.update(record, { lastSeq: 50 })
  await stores.deployments.finish(updated ?? record, succeeded, null, [{ kind: 'settle-deployment', deployment: id }])
  writeSync(1, `${n}\n`)
}
