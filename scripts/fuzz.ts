import { parseArgs } from 'node:util'
import { fuzz, fuzzed } from '../tests/fuzz/fuzz.ts'

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '300' }, seed: { type: 'string' } } })
const seed = Number(values.seed ?? Date.now() % 1_000_000)
const each = Number(values.seconds) / fuzzed.length

for (const caller of fuzzed) {
  const { ok, requests, report } = await fuzz([caller], each, seed)
  console.log(`${ok ? 'ok    ' : 'FAILED'}  as ${caller}: ${requests} requests in ${Math.round(each)} s, seed ${seed}`)
  if (!ok) {
    console.log(report)
    process.exitCode = 1
  }
}
