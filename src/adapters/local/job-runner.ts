import { readdirSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ContainerSettings, IsolationName, RunnerStart } from '../../contract/runner-start.ts'
import type { JobRunner, MachineStatus } from '../../core/ports/job-runner.ts'
import { endFamily, type Family, familyMembers, familyRoot } from '../../platform/process-family.ts'
import { removeTree } from '../../platform/remove-tree.ts'
import { removeShortPath } from '../../platform/short-path.ts'
import { yieldSession } from '../../platform/yield-processor.ts'
import { deploymentsInContainers, type Engines, isInContainer, removeContainers } from './job-runner-containers.ts'
import { runnerEnvironment } from './job-runner-environment.ts'
import { RunnerStarter } from './job-runner-process.ts'
import { bootId, JobRecords } from './job-runner-records.ts'
import { JobTraces } from './job-runner-traces.ts'

export interface LocalJobRunnerSettings {
  /** For this adapter alone: `records/`, `work/` and a cache. */
  readonly folder: string
  /** Where the runners reach the API; asked at each start, since a server knows its port late. */
  url(): string
  readonly isolation: IsolationName
  /** Where that is `container`. */
  readonly containers?: ContainerSettings | null
  /** How many bytes a work folder may hold; default: what the disk holds. */
  readonly disk?: number | null
  /** Folders that no build may see: the home of Trellis. */
  readonly hide: readonly string[]
  /** The Node for the runner and for the users' steps; default: the one that runs the server. */
  readonly node?: string
  /** Whether a runner is started ahead of the next job. */
  readonly ahead?: boolean
  /** How soon; default: once the last job's own start is over. */
  readonly aheadAfterMs?: number
  /** The environment of the server, of which runners get a part. */
  readonly machine: NodeJS.ProcessEnv
}

export interface LocalJobRunner extends JobRunner {
  /** Removes what runners left behind that ended while no server was there, and, once they end, of those that still run. */
  sweep(): Promise<void>
  /** Ends every runner at once, without giving it time: for a home that is thrown away. */
  endAll(): Promise<void>
  /** While the server has its hands full, runners and all that they start have next to nothing of the processor. */
  yieldMore(isBusy: boolean): Promise<void>
}

/** A runner has so long to end its steps before it is killed with them. */
const graceMs = 6_000
const lookEveryMs = 2_000
/** Builds take what is left: whoever asks the server for something must not wait for them. */
const usualNiceness = 1
const mostNiceness = 19

/** Each deployment runs in a process of its own that outlives the server; a later server finds it by its record. */
export function createJobRunner(settings: LocalJobRunnerSettings): LocalJobRunner {
  const records = new JobRecords(join(settings.folder, 'records'))
  const traces = new JobTraces(join(settings.folder, 'records'))
  const workOf = (deployment: string): string => join(settings.folder, 'work', deployment)
  const node = settings.node ?? process.execPath
  let niceness = usualNiceness
  const starter = new RunnerStarter({
    node,
    folder: settings.folder,
    env: runnerEnvironment(settings.machine, join(settings.folder, 'compile-cache')),
    traces,
    niceness: usualNiceness,
    ahead: settings.ahead ?? false,
    ...(settings.aheadAfterMs === undefined ? {} : { aheadAfterMs: settings.aheadAfterMs }),
  })

  async function start(deployment: string, token: string): Promise<void> {
    if (records.read(deployment)) await stop(deployment)
    await mkdir(join(settings.folder, 'work'), { recursive: true, mode: 0o700 })
    const child = await starter.take(deployment)
    if (child.pid !== undefined) void yieldSession(child.pid, niceness)
    const root = familyRoot(child.pid)
    // The record first: a runner that gets no order ends by itself, one without a record would not be found again.
    const { isolation, hide, containers = null, disk = null } = settings
    const engines = containers && { socket: containers.socket, home: containers.home }
    if (root) records.write({ deployment, ...root, boot: bootId(), ...(engines && { engines }) })
    const order: RunnerStart = {
      url: settings.url(),
      deployment,
      token,
      isolation,
      containers,
      disk,
      work: workOf(deployment),
      node,
      hide: [...hide],
    }
    child.stdin.end(`${JSON.stringify(order)}\n`)
    child.once('exit', () => void forgetOnceOver([deployment]))
    child.unref()
  }

  async function stop(deployment: string): Promise<void> {
    await endFamily(familyOf(deployment), graceMs)
    await forget(deployment)
  }

  async function status(deployment: string): Promise<MachineStatus> {
    if (isAlive(deployment)) return 'running'
    const engines = enginesOf(deployment)
    return engines && (await isInContainer(engines, deployment)) ? 'running' : 'gone'
  }

  const isAlive = (deployment: string): boolean => familyMembers(familyOf(deployment)).length > 0

  /** A server may be told another isolation than the one before it. */
  const enginesOf = (deployment: string): Engines | null =>
    records.read(deployment)?.engines ?? settings.containers ?? null

  function familyOf(deployment: string): Family {
    const record = records.read(deployment)
    const root = record?.boot === bootId() ? { pid: record.pid, startedAt: record.startedAt } : null
    return { root, cookie: `TRELLIS_JOB=${deployment}` }
  }

  async function forgetIfOver(deployment: string): Promise<boolean> {
    // Without its runner a container is of no use to anybody.
    if (isAlive(deployment)) return false
    await forget(deployment)
    return true
  }

  /**
   * Runners of an earlier server are no children of this one, so that nothing tells of their end; and where one has ended, some of its
   * processes may still do so, or the disk may have no room to tidy up.
   */
  async function forgetOnceOver(deployments: readonly string[]): Promise<void> {
    const left: string[] = []
    for (const deployment of deployments) {
      if (!(await forgetIfOver(deployment).catch(() => false))) left.push(deployment)
    }
    if (left.length > 0) setTimeout(() => void forgetOnceOver(left), lookEveryMs).unref()
  }

  async function forget(deployment: string): Promise<void> {
    const engines = enginesOf(deployment)
    if (engines) await removeContainers(engines, deployment)
    // Of the runner's folder for temporary files, which it removes itself unless it is killed.
    removeShortPath(join(workOf(deployment), 'tmp'))
    await removeTree(workOf(deployment))
    traces.settle(deployment)
    records.remove(deployment)
  }

  async function sweep(): Promise<void> {
    await mkdir(join(settings.folder, 'work'), { recursive: true, mode: 0o700 })
    const inContainers = settings.containers ? await deploymentsInContainers(settings.containers) : []
    const known = new Set([...records.all(), ...readdirSync(join(settings.folder, 'work')), ...inContainers])
    // Large folders take a while; a server that starts does not wait for them.
    void forgetOnceOver([...known])
  }

  async function yieldMore(isBusy: boolean): Promise<void> {
    niceness = isBusy ? mostNiceness : usualNiceness
    const members = records.all().flatMap(deployment => familyMembers(familyOf(deployment)))
    for (const pid of members) await yieldSession(pid, niceness)
  }

  async function endAll(): Promise<void> {
    starter.end()
    const end = async (deployment: string) => {
      await endFamily(familyOf(deployment), 0)
      await forget(deployment)
    }
    // One that cannot be cleared up keeps no other one alive.
    await Promise.allSettled(records.all().map(end))
  }

  // A process that is gone tells nobody why.
  const whyGone = async () => null
  // It was told by its standard input, where nothing is left.
  const taken = async () => undefined
  return { sizes: false, start, stop, status, whyGone, taken, sweep, endAll, yieldMore }
}
