import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { rounds: { type: 'string' }, seed: { type: 'string' } } })
const env: NodeJS.ProcessEnv = { ...process.env, TRELLIS_SOAK_ROUNDS: values.rounds ?? '100' }
if (values.seed) env.TRELLIS_SOAK_SEED = values.seed

const { status } = spawnSync(process.execPath, ['scripts/run-tests.ts', 'soak'], { stdio: 'inherit', env })
process.exitCode = status ?? 1
