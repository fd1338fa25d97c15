import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { noLog } from '../src/adapters/local/shared-sync.ts'
import { createLocalStores } from '../src/adapters/local/stores.ts'
import { sampleApp, sampleEnvironments, sampleLines } from '../tests/contract/samples.ts'
import { Repository } from '../tests/support/pipeline/repository.ts'

/** How much a home holds; the deployments are spread over the apps. */
export interface Filled {
  readonly apps: number
  readonly deployments: number
}

const environments = ['development', 'staging', 'production']

type Stores = ReturnType<typeof createLocalStores>

/** Makes a home with a history, as if all of it had happened: written by the stores themselves, though not out to the disk. */
export async function fillHome(home: string, { apps, deployments }: Filled): Promise<void> {
  await mkdir(home, { recursive: true, mode: 0o700 })
  const repository = new Repository(join(home, '..', 'repository'))
  const commits = [1, 2, 3].map(n => repository.commit({ 'trellis.yml': `deploy: echo ${n}\n` }, `Commit ${n}`))
  const stores = createLocalStores({ home, log: noLog })
  try {
    for (let app = 1; app <= apps; app++) {
      const name = `app-${app}`
      await stores.apps.createApp(
        sampleApp(name, { repository: repository.path }),
        sampleEnvironments(name, ...environments),
      )
    }
    for (let n = 0; n < deployments; n++) {
      const commit = commits[n % commits.length] ?? null
      const round = Math.floor(n / apps)
      const place = { app: `app-${(n % apps) + 1}`, environment: environments[round % environments.length] ?? '' }
      await oneDeployment(stores, { id: `deployment-${n}`, ...place, commit })
    }
  } finally {
    stores.close()
  }
}

async function oneDeployment(
  { deployments, logs }: Stores,
  { id, app, environment, commit }: { id: string; app: string; environment: string; commit: string | null },
): Promise<void> {
  const at = new Date().toISOString()
  const why = 'A person asked for it.'
  const asked = { kind: 'manual', commit, branch: 'main', title: 'Sell more', author: 'Mia', why } as const
  const person = {
    actor: { kind: 'user', name: 'mia' },
    source: null,
    fromArtifact: false,
    deleteRetained: false,
  } as const
  await deployments.request({ id, app, environment, requestedAt: at, ...asked, ...person })
  const claim = {
    app,
    environment,
    jobTokenHash: () => 'hash',
    startedAt: at,
    leaseUntil: 0,
    deadlineAt: 0,
    limit: null,
  }
  const claimed = await deployments.claimNext(claim)
  if (!claimed) throw new Error(`${id} was not claimed`)
  await logs.append(id, sampleLines(1, 20))
  const outputs = { Shop: { Url: 'https://shop.example.org', Table: 'orders' } }
  const worked = await deployments.update(claimed, { lastSeq: 20, lastEvent: 30, outputs })
  const standing = { status: 'deployed', live: id, naming: null } as const
  if (worked) await deployments.finish(worked, { state: 'succeeded', failure: null, finishedAt: at }, standing)
}
