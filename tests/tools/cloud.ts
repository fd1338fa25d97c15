import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JobSpec } from '../../src/contract/job.ts'
import { type RunningMinistack, startMinistack } from '../../src/emulator/ministack.ts'
import { Stacks } from '../../src/runner/cdk/stacks.ts'
import type { RunnerApi } from '../e2e/runner-api.ts'
import { Scene } from '../e2e/runner-scene.ts'
import { bootstrap } from '../support/bootstrap.ts'
import { emulatorAccount, emulatorRegion } from '../support/emulator.ts'

/** What takes minutes to install, and so is no part of `npm test`: see docs/frameworks.md. */
const patience = 600_000

/** An emulator whose account is prepared for the CDK, and what is deployed there. */
export class Cloud {
  readonly account: JobSpec['account']
  readonly #emulator: RunningMinistack

  private constructor(emulator: RunningMinistack) {
    this.#emulator = emulator
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    this.account = { accountId: emulatorAccount, region: emulatorRegion, endpointUrl: emulator.endpoint, credentials }
  }

  static async start(): Promise<Cloud> {
    const cloud = new Cloud(await startMinistack())
    await bootstrap(cloud.account)
    return cloud
  }

  stop = () => this.#emulator.stop()
  stack = (name: string) => new Stacks(this.account).describe({ name })

  job(scene: Scene, commit: string, { app = 'shop', kind = 'push', ...changes }: Changes = {}): JobSpec {
    const deadline = new Date(Date.now() + patience).toISOString()
    const job = scene.job(commit, { account: this.account, deadline, ...changes })
    return { ...job, deployment: { ...job.deployment, app, kind } }
  }

  /** Deploys and removes what the files are. @returns the outputs of its one stack */
  async walk(files: Record<string, string>): Promise<Record<string, string> | undefined> {
    const scene = new Scene()
    try {
      const commit = scene.commit(files)
      const api = await succeed(scene, this.job(scene, commit))
      const naming = namingOf(api)
      const name = naming.stacks[0]?.name ?? assert.fail('no stack')
      assert.ok(await this.stack(name), `${name} stands`)
      await succeed(scene, this.job(scene, commit, { naming, kind: 'teardown' }))
      assert.equal(await this.stack(name), undefined)
      return api.of('outputs')[0]?.outputs[name]
    } finally {
      await scene.close()
    }
  }
}

type Changes = Partial<JobSpec> & { app?: string; kind?: JobSpec['deployment']['kind'] }

export const namingOf = (api: RunnerApi) => api.of('naming').at(-1)?.naming ?? assert.fail('no naming')

export async function succeed(scene: Scene, job: JobSpec): Promise<RunnerApi> {
  const api = await scene.start(job, 'sandbox')
  assert.deepEqual(await api.finished(patience), { state: 'succeeded' }, api.lines.join('\n'))
  assert.deepEqual(api.problems, [])
  return api
}

/** @returns the code of its failure, before the cloud was changed */
export async function beRefused(scene: Scene, job: JobSpec): Promise<string> {
  const api = await scene.start(job, 'sandbox')
  const outcome = await api.finished(patience)
  assert.deepEqual(api.of('cloud-changing'), [])
  assert.ok(outcome.state === 'failed' && outcome.failure, api.lines.join('\n'))
  return outcome.failure.code
}

/** What a developer commits: what npm chooses today. */
export function lockedByNpm(packageJson: object): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'locked-'))
  const wanted = JSON.stringify(packageJson)
  try {
    writeFileSync(join(folder, 'package.json'), wanted)
    execFileSync('npm', ['install', '--package-lock-only', '--prefer-offline', '--no-audit', '--no-fund'], {
      cwd: folder,
      stdio: 'ignore',
    })
    return { 'package.json': wanted, 'package-lock.json': readFileSync(join(folder, 'package-lock.json'), 'utf8') }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
