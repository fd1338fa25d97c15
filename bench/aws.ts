import { mkdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gitServer, listening } from '../src/adapters/git/testing/server.ts'
import { startMinistack } from '../src/emulator/ministack.ts'
import { functionsOf } from '../tests/e2e/aws/functions.ts'
import { cloudEnvironment } from '../tests/support/emulator.ts'
import { Cli } from '../tests/support/pipeline/cli.ts'
import { measureColdRead } from './aws/cold-read.ts'
import { measureIdle } from './aws/idle.ts'
import { measureMachineEnds } from './aws/machine-ends.ts'
import { measureRecords } from './aws/records.ts'
import { countResources } from './aws/resources.ts'
import { measureQuotas } from './aws/simulation/simulate.ts'
import { measureWatched } from './aws/watched.ts'
import { machine } from './machine.ts'
import { print, write } from './report.ts'
import { figure, type Row, withGoal } from './row.ts'

/** Of an installation in the emulator: what it is made of, how quick it is there, and what a deployment asks of DynamoDB. */
const where = machine()
const ends = new AsyncDisposableStack()
try {
  const folder = await mkdtemp(join(tmpdir(), 'ta-'))
  ends.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  const emulator = await startMinistack()
  ends.defer(() => emulator.stop())
  const home = join(folder, 'home')
  mkdirSync(join(folder, 'git'), { recursive: true })
  const cli = new Cli({ ...cloudEnvironment(emulator), TRELLIS_HOME: home })
  const tell = (what: string) => console.error(what)

  tell('install …')
  const began = performance.now()
  await cli.json(['install', '--region', 'us-east-1'])
  const rows: Row[] = [withGoal('`install`, with the CDK prepared first', (performance.now() - began) / 1000, 's', 90)]
  const goals = { Http: 1_000, Live: 400, Worker: 400 }
  const functions = await functionsOf(emulator.endpoint)
  for (const [name, goal] of Object.entries(goals)) {
    const { CodeSize = Number.NaN } = functions.find(one => one.FunctionName.includes(`${name}Function`)) ?? {}
    rows.push(withGoal(`bundle of the function \`${name.toLowerCase()}\`, zipped`, CodeSize / 1000, 'KB', goal))
  }
  tell('first reads …')
  rows.push(...(await measureColdRead({ folder, home, emulator })))
  const server = await listening(gitServer(join(folder, 'git')))
  ends.use(server)
  const gitUrl = `http://127.0.0.1:${server.port}`
  tell('idle …')
  rows.push(...(await measureIdle({ folder, emulator, gitUrl })))
  tell('lines to a watcher …')
  rows.push(...(await measureWatched({ folder, home, cli, emulator, gitUrl, ends })))
  tell('machines that end …')
  rows.push(...(await measureMachineEnds(emulator, ends)))
  tell('records …')
  rows.push(...(await measureRecords(emulator)))
  rows.push(figure('resources in the stack', await countResources(emulator), 'resources'))
  tell('quotas …')
  rows.push(...(await measureQuotas()))
  print(rows)
  await write(where, rows, 'aws')
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await ends.disposeAsync()
}
