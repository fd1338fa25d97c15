import { admin } from '../../../src/core/access/asker.ts'
import { addAccount } from '../../../src/core/account/add-account.ts'
import { TrellisError } from '../../../src/core/errors.ts'
import type { Limits, Ports } from '../../../src/core/ports/ports.ts'
import { setVariables } from '../../../src/core/variable/set-variables.ts'
import { Auditor } from './auditor.ts'
import { cloudSecret, FakeCloud, FakeTargets } from './cloud.ts'
import { type Core, core as wholeCore } from './core.ts'
import { FakeMachines } from './machines.ts'
import { noGitHub } from './no-github.ts'
import { FakePeople } from './people.ts'
import { Server } from './server.ts'
import { FakeSource, repository } from './source-host.ts'
import { openStores, type StoreKind } from './stores.ts'
import { type Choose, first, Turns } from './turns.ts'

export const app = 'shop'
export const ada = admin('ada')
export const variableSecret = 'hush-a-variable-that-nobody-may-see'
export const environments = ['development', 'staging', 'production'] as const

/** Short and far apart, so that a test can pass one without another. */
export const limits: Limits = {
  builds: null,
  lease: 30_000,
  obey: 10_000,
  settleAttempt: 60_000,
  look: 200,
  settleGiveUp: 600_000,
  artifacts: 2,
}

export interface Fault {
  name: string
  /** Breaks a port, as the core sees it. */
  ports?: (ports: Ports) => Ports
  core?: (core: Core) => Core
}

export interface WorldOptions {
  stores?: StoreKind
  choose?: Choose
  limits?: Partial<Limits>
  fault?: Fault | undefined
}

export type World = ReturnType<typeof createWorld>

/** All that Trellis meets, under a test's control: time, repository, cloud, build machines, and servers that can be killed. */
export function createWorld(options: WorldOptions = {}) {
  const turns = new Turns(options.choose ?? first)
  const stores = openStores(options.stores ?? 'memory')
  const core = options.fault?.core?.(wholeCore) ?? wholeCore
  const { clock, live } = stores
  const auditor = new Auditor(() => clock.now())
  const cloud = new FakeCloud()
  const targets = new FakeTargets()
  const source = new FakeSource()
  const people = new FakePeople()
  const machines = new FakeMachines({
    ...{ core, cloud, clock },
    mark: () => auditor.settingsVersion,
    onJob: (machine, mark) => auditor.jobTaken(machine, mark),
    onOperation: (machine, other) => auditor.operationMet(machine, other),
  })
  Object.assign(auditor, { machines, cloud })

  const disk = { full: false }
  /** What belongs into the server's log. */
  const troubles: unknown[] = []
  const refuse = () => Promise.reject(new TrellisError('disk_full', 'The disk is full.'))
  const { close, apps, deployments, ...others } = stores
  const audited: Ports = {
    ...others,
    logs: { ...others.logs, append: (id, lines) => (disk.full ? refuse() : others.logs.append(id, lines)) },
    detector: {
      detect: async () => ({ apps: [], ambiguous: [], leftOut: [] }),
      hasFolder: async () => true,
      removal: async () => undefined,
      watched: async () => [],
    },
    ...{ jobs: machines, source, targets, cloud, limits: { ...limits, ...options.limits } },
    github: noGitHub,
    people,
    site: () => 'http://127.0.0.1:4400',
    trouble: error => void troubles.push(error),
    apps: auditor.watchApps(apps),
    deployments: auditor.watchDeployments(deployments),
  }
  const ports = options.fault?.ports?.(audited) ?? audited
  const servers: Server[] = []

  function startServer(): Server {
    const server = new Server(`server-${servers.length + 1}`, ports, turns)
    servers.push(server)
    return server
  }

  /** Work is done alone, from its beginning to its end. */
  async function alone<T>(work: Promise<T>): Promise<T> {
    const result = work.then(
      value => ({ value }),
      (error: unknown) => ({ error }),
    )
    await turns.all()
    const done = await result
    if ('error' in done) throw done.error
    return done.value
  }

  /** An app with an account given by keys, and a secret variable in each environment. */
  async function found(): Promise<void> {
    const [server = startServer()] = servers
    const credentials = { kind: 'keys', accessKeyId: 'AKIAFAKE', secretAccessKey: cloudSecret } as const
    await alone(server.call(p => addAccount(p, ada, { name: 'cloud', region: 'eu-central-1', credentials })))
    await alone(server.call(p => core.createApp(p, ada, { name: app, repository, account: 'cloud' })))
    for (const environment of environments) {
      const wish = [{ key: 'API_TOKEN', value: variableSecret }]
      await alone(server.call(p => setVariables(p, ada, { app, environment }, wish)))
    }
  }

  return {
    ...{
      alone,
      auditor,
      clock,
      cloud,
      close,
      core,
      disk,
      found,
      live,
      machines,
      options,
      people,
      servers,
      source,
      startServer,
    },
    ...{ targets, troubles, turns },
    /** Beneath the auditor and without turns: to look at, not to act with. */
    bare: { ...audited, apps, deployments } satisfies Ports,
    get up(): Server[] {
      return servers.filter(server => server.alive)
    },
  }
}
