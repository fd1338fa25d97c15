import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createJobRunner, type LocalJobRunner } from '../../src/adapters/local/job-runner.ts'
import type { JobSpec } from '../../src/contract/job.ts'
import type { ContainerSettings, IsolationName } from '../../src/contract/runner-start.ts'
import { RunnerApi } from './runner-api.ts'

let count = 0

/** A repository, a home, an API and a runner of their own. */
export class Scene {
  readonly folder = mkdtempSync(join(tmpdir(), 'trellis-runner-'))
  readonly home: string
  readonly repo = join(this.folder, 'repo')
  /** Where jobs run in containers. */
  containers: ContainerSettings | null = null
  /** What a build may write. */
  disk: number | null = null
  readonly runners: { api: RunnerApi; runner: LocalJobRunner; id: string }[] = []

  constructor(home = 'home') {
    this.home = join(this.folder, home)
    mkdirSync(this.home, { recursive: true })
    mkdirSync(this.repo)
    this.git('init', '-q', '-b', 'main')
  }

  git(...args: string[]): string {
    const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.com']
    return execFileSync('git', ['-C', this.repo, ...who, ...args], { encoding: 'utf8' }).trim()
  }

  commit(files: Record<string, string>, title = 'A commit'): string {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.repo, name)), { recursive: true })
      writeFileSync(join(this.repo, name), content)
    }
    this.git('add', '-A')
    this.git('commit', '-qm', title, '--allow-empty')
    return this.git('rev-parse', 'HEAD')
  }

  job(commit: string | null, changes: Partial<JobSpec> = {}): JobSpec {
    const cache = { kind: 'folder' as const, path: join(this.home, 'caches/shop/open') }
    return {
      deployment: {
        id: `job-${process.pid}-${++count}`,
        app: 'shop',
        environment: 'development',
        number: 1,
        kind: 'push',
        commit,
        branch: 'main',
        deleteRetained: false,
      },
      repository: { url: this.repo, path: '.', authorized: false },
      stage: 'development',
      protected: false,
      scripts: { beforeDeploy: null, afterDeploy: null },
      tests: { run: true, command: null, skipReason: null },
      stackNames: 'auto',
      variables: [],
      account: {
        accountId: '000000000000',
        region: 'eu-central-1',
        endpointUrl: 'http://127.0.0.1:1',
        credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'the-secret-key-of-the-cloud' },
      },
      naming: null,
      installation: 'scene',
      siblings: [],
      leftovers: [],
      artifact: null,
      cache: { read: [cache], write: cache },
      deadline: new Date(Date.now() + 10 * 60_000).toISOString(),
      ...changes,
    }
  }

  async start(job: JobSpec, isolation: IsolationName, adjust: (api: RunnerApi) => void = () => {}): Promise<RunnerApi> {
    const api = new RunnerApi(job)
    adjust(api)
    const url = await api.listen()
    const runner = createJobRunner({
      folder: join(this.home, 'jobs'),
      url: () => url,
      isolation,
      containers: this.containers,
      disk: this.disk,
      hide: [this.home],
      machine: process.env,
    })
    this.runners.push({ api, runner, id: job.deployment.id })
    await runner.start(job.deployment.id, api.token)
    return api
  }

  /** Ends all runners and removes everything. */
  async close(): Promise<void> {
    for (const { api, runner, id } of this.runners) {
      await runner.stop(id)
      api.close()
    }
    rmSync(this.folder, { recursive: true, force: true })
  }
}
