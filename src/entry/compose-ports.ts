import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { setGlobalProxyFromEnv } from 'node:http'
import { Agent } from 'node:https'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { AwsCloudOperations } from '../adapters/aws/cloud-operations.ts'
import { AwsTargetAccounts } from '../adapters/aws/target-accounts.ts'
import { GitSourceHost } from '../adapters/git/source-host.ts'
import { OctokitGitHub } from '../adapters/github/github.ts'
import { GitHubPeople } from '../adapters/github/people-host.ts'
import { createJobRunner } from '../adapters/local/job-runner.ts'
import { createLocalStores } from '../adapters/local/stores.ts'
import type { LiveFeed } from '../api/live/session.ts'
import type { TrellisError } from '../core/errors.ts'
import { cloneCredential } from '../core/github/clone-credential.ts'
import { signInApp } from '../core/github/open-connection.ts'
import type { CloudOperations } from '../core/ports/cloud-operations.ts'
import type { Detector } from '../core/ports/detector.ts'
import type { JobRunner } from '../core/ports/job-runner.ts'
import type { Limits, Ports } from '../core/ports/ports.ts'
import { removeTree } from '../platform/remove-tree.ts'
import { whenAsked } from '../platform/when-asked.ts'
import { CdkFailure, startCdkWorker } from '../runner/cdk/worker.ts'
import { surroundings } from '../runner/isolation/surroundings.ts'
import { type ChosenIsolation, chooseIsolation, type IsolationWish } from './choose-isolation.ts'
import { explainCdkFailure } from './explain-cdk-failure.ts'
import { trustInGit } from './trust-in-git.ts'

const minute = 60_000

export interface Composed {
  ports: Ports
  feed: LiveFeed
  isolation: ChosenIsolation['isolation']
  warnings: string[]
  /** Tells where the API listens: runners started from now on go there. */
  serveRunners(url: string): Promise<void>
  /** At once, for a home that is thrown away. */
  endRunners(): Promise<void>
  yieldRunners(isBusy: boolean): Promise<void>
  /** What somebody did to the records while they were open: nothing more can be had of them. */
  damage(): TrellisError | null
  close(): void
}

interface Wish extends IsolationWish {
  builds?: number | undefined
  buildDisk?: number | null | undefined
  /** Whatever runs the builds instead of this machine's own. */
  machines?: JobRunner | undefined
}

/** The parts of Trellis on one machine, in a home folder that this process holds. @throws as createLocalStores and chooseIsolation */
export async function composePorts(
  { builds, buildDisk = null, machines, ...wish }: Wish,
  home: string,
  site: () => string | null,
  trouble: Ports['trouble'],
): Promise<Composed> {
  const { close, damage, ...stores } = createLocalStores({ home })
  const scratch = join(home, 'scratch')
  const jobsFolder = join(home, 'jobs')
  // What a server that was killed had no time to remove.
  await removeTree(scratch)
  for (const folder of [scratch, jobsFolder]) await mkdir(folder, { recursive: true, mode: 0o700 })
  const tellGitNothing = await trustInGit(process.env, home)
  const { isolation, containers, warnings } = await chooseIsolation(wish, { home, scratch })
  let api = ''
  const jobs = createJobRunner({
    folder: jobsFolder,
    url: () => api,
    isolation,
    containers,
    disk: buildDisk,
    ahead: true,
    hide: [home],
    machine: process.env,
  })
  // The SDK itself knows nothing of a company's proxy.
  const httpsAgent = new Agent({ keepAlive: true, proxyEnv: process.env })
  // Octokit asks by fetch, which knows nothing of a company's proxy, either.
  const restoreProxies = setGlobalProxyFromEnv(process.env)
  const github = new OctokitGitHub({ now: () => stores.clock.now() })
  const credentialFor = (repository: string) => cloneCredential({ ...stores, github }, repository)
  const ports: Ports = {
    ...stores,
    jobs: machines ?? jobs,
    // What knows every tool is a quarter of all that there is to load, and nobody waits for it when the server starts.
    detector: whenAsked<Detector>(async () =>
      (await import('./detect-commit.ts')).detectCommits(scratch, credentialFor),
    ),
    source: new GitSourceHost({ folder: join(home, 'repositories'), environment: process.env, credentialFor }),
    github,
    people: new GitHubPeople({ now: () => stores.clock.now(), app: () => signInApp(stores) }),
    site,
    trouble,
    targets: new AwsTargetAccounts({
      now: () => stores.clock.now(),
      defaultRegion: process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION,
      httpsAgent,
    }),
    cloud: new AwsCloudOperations(bootstrapIn(scratch), httpsAgent),
    limits: { ...limits, builds: builds ?? availableParallelism() },
  }
  return {
    ports,
    feed: stores.live,
    isolation,
    warnings,
    async serveRunners(url) {
      api = url
      await jobs.sweep()
    },
    endRunners: () => jobs.endAll(),
    yieldRunners: isBusy => jobs.yieldMore(isBusy),
    damage,
    close() {
      restoreProxies()
      tellGitNothing()
      close()
    },
  }
}

const limits: Omit<Limits, 'builds'> = {
  lease: 20_000,
  obey: 15_000,
  settleAttempt: 45_000,
  look: 5_000,
  settleGiveUp: 60 * minute,
  artifacts: 10,
}

/** The CDK's own bootstrap, in a process that ends with it. */
function bootstrapIn(folder: string): CloudOperations['bootstrap'] {
  return async (access, policies, onLine) => {
    const scratch = await mkdtemp(join(folder, 'bootstrap-'))
    const worker = startCdkWorker({
      access,
      scratch,
      env: { ...surroundings(process.env, process.execPath).env },
      on: {
        log: (_, text) => onLine(text),
        progress: () => undefined,
        retained: () => undefined,
        naming: async () => undefined,
        cloudChanging: async () => undefined,
        run: () => Promise.reject(new Error('A bootstrap runs no code of a repository')),
      },
    })
    try {
      await worker.bootstrap(policies)
      return 'ready'
    } catch (error) {
      throw error instanceof CdkFailure ? explainCdkFailure(error) : error
    } finally {
      await worker.kill()
      await rm(scratch, { recursive: true, force: true })
    }
  }
}
