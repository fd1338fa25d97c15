import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { createRecords } from '../../src/adapters/aws/records.ts'
import { createMemoryStores } from '../../src/adapters/memory/stores.ts'
import type { RunningMinistack } from '../../src/emulator/ministack.ts'
import { packageRoot } from '../../src/entry/dashboard-folder.ts'
import { buildAssembly } from '../../src/entry/install/assembly.ts'
import { estimate, usual } from '../../src/entry/install/estimate.ts'
import { asked } from '../../src/entry/install/preview.ts'
import { claimed, requested, sampleApp, sampleEnvironments, succeeded } from '../../tests/contract/samples.ts'
import { environmentOf } from '../../tests/e2e/aws/functions.ts'
import { clientConfig, cloudEnvironment } from '../../tests/support/emulator.ts'
import { Repository } from '../../tests/support/pipeline/repository.ts'
import { figure, type Row, withGoal } from '../row.ts'

interface Place {
  folder: string
  emulator: RunningMinistack
  /** Of a git server, where the folder `git` lies. */
  gitUrl: string
}

/** What an installation costs in a month in which its 5 apps with 3 environments each lie idle. */
export async function measureIdle({ folder, emulator, gitUrl }: Place): Promise<Row[]> {
  const own = await environmentOf(emulator.endpoint, 'WorkerFunction')
  const env = { PATH: process.env.PATH, ...own, ...cloudEnvironment(emulator) }
  const client = new DynamoDBClient(clientConfig(emulator))
  const records = createRecords(client, own.TRELLIS_TABLE ?? '', { s3: async () => new S3Client({}), bucket: 'none' })
  const stores = { ...createMemoryStores(), ...records }
  for (let n = 1; n <= 5; n++) await addApp(stores, `idle-${n}`, folder, gitUrl)
  const worker = fileURLToPath(new URL('idle-worker.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [worker], { env })
  const { look, sweep } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
  for (let n = 1; n <= 5; n++) await stores.apps.deleteApp(`idle-${n}`)
  client.destroy()
  const assembly = await buildAssembly(packageRoot)
  const template = JSON.parse(await readFile(join(assembly, 'Trellis.template.json'), 'utf8'))
  const measured = {
    sweep: { reads: sweep.units, seconds: usual.sweep.seconds },
    look: { reads: look.units, seconds: usual.look.seconds },
  }
  const { monthly } = estimate(asked(template, { domain: false, inEcr: false, told: false }), measured)
  return [
    withGoal(
      'idle cost a month at 5 apps × 3 environments, worked out from the template and these reads',
      monthly,
      'US$',
      1,
    ),
    figure('idle, 5 apps × 3 environments: units of reading a sweep', sweep.units, 'calls'),
    figure('the same: a look', look.units, 'calls'),
    figure('the same: writes of both', sweep.writes + look.writes, 'calls'),
    figure('idle: a sweep, with the emulator', sweep.ms, 'ms'),
    figure('the same: a look', look.ms, 'ms'),
  ]
}

/** Its head is live in development. */
async function addApp(
  stores: Parameters<typeof requested>[0],
  app: string,
  folder: string,
  gitUrl: string,
): Promise<void> {
  const head = new Repository(join(folder, 'git', app)).commit({ 'trellis.yml': 'deploy: "true"\n' }, 'one')
  const [first, ...others] = sampleEnvironments(app, 'development', 'staging', 'production')
  if (!first) return
  const record = sampleApp(app, { repository: `${gitUrl}/${app}/.git` })
  await stores.apps.createApp(record, [{ ...first, branch: 'main' }, ...others])
  const place = { app, environment: 'development' }
  await requested(stores, `${app}-1`, { ...place, kind: 'push', commit: head })
  await stores.deployments.finish(await claimed(stores, place), succeeded, {
    ...{ status: 'deployed', live: `${app}-1`, naming: null },
  })
}
