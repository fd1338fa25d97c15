import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StackNames } from '../../../src/contract/app.ts'
import type { Failure, Progress, RetainedResource } from '../../../src/contract/deployment.ts'
import type { JobSpec, Naming } from '../../../src/contract/job.ts'
import type { CloudAccess } from '../../../src/core/ports/target-accounts.ts'
import { startMinistack } from '../../../src/emulator/ministack.ts'
import type { DeployResult, RemoveResult } from '../../../src/runner/cdk/requests.ts'
import { CdkFailure, type CdkWorker, startCdkWorker } from '../../../src/runner/cdk/worker.ts'
import { workerEnvironment } from '../../support/bootstrap.ts'
import { cloudEnvironment, emulatorAccount, emulatorRegion } from '../../support/emulator.ts'
import { ByHand } from './by-hand.ts'
import { runCommand } from './run-command.ts'
import { workspace } from './workspace.ts'

/** What one environment of the app has recorded, as the server would. */
interface Recorded {
  naming: Naming | null
  setting: StackNames
}

/** An emulator, a worker, and an app with three environments: what the supervisor and the server do around the worker. */
export class Harness extends ByHand {
  readonly app = 'shop'
  installation = 'here'
  readonly environments = new Map<string, Recorded>()
  readonly lines: string[] = []
  readonly progress: Progress[] = []
  readonly asked: string[] = []
  retained: RetainedResource[] = []
  worker!: CdkWorker

  static async start(): Promise<Harness> {
    const harness = new Harness()
    harness.apps = await workspace()
    harness.root = await mkdtemp(join(tmpdir(), 'trellis-test-cdk-'))
    harness.emulator = await startMinistack()
    harness.worker = await harness.newWorker()
    for (const name of ['development', 'staging', 'production'])
      harness.environments.set(name, { naming: null, setting: 'auto' })
    return harness
  }

  async stop(): Promise<void> {
    await this.worker?.kill()
    await this.emulator?.stop()
    await rm(this.root, { recursive: true, force: true })
  }

  get access(): CloudAccess {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    return { accountId: emulatorAccount, region: emulatorRegion, endpointUrl: this.emulator.endpoint, credentials }
  }

  async newWorker(): Promise<CdkWorker> {
    const scratch = await mkdtemp(join(this.root, 'scratch-'))
    return startCdkWorker({
      access: this.access,
      scratch,
      env: { ...workerEnvironment(), HOME: scratch },
      on: {
        log: (_stream, text) => void this.lines.push(text),
        progress: progress => void this.progress.push(progress),
        retained: resources => {
          this.retained = resources
        },
        naming: async naming => {
          this.asked.push('naming')
          this.#current.naming = naming
        },
        cloudChanging: async () => void this.asked.push('cloud-changing'),
        run: command => runCommand(command, { ...cloudEnvironment(this.emulator), ...this.#env }),
      },
    })
  }

  /** The assembly of a state of the shop (see shop.js). Synthesised beforehand: that takes longer than a deployment. */
  shop(state: string): string {
    return join(this.apps, 'assemblies', state)
  }

  /** Synthesises an app through the worker into a folder of its own. */
  async synth(folder: 'sample-app' | 'shop', state = '', context: Record<string, unknown> = {}): Promise<string> {
    const appDir = join(this.apps, folder)
    const outDir = join(await mkdtemp(join(this.root, 'out-')), 'cdk.out')
    this.#env = { SHOP: state }
    const cdkJson = JSON.parse(await readFile(join(appDir, 'cdk.json'), 'utf8')) as { app: string; context?: object }
    const request = { appDir, outDir, app: cdkJson.app, build: null, context: { ...cdkJson.context, ...context } }
    await this.worker.synth(request)
    return outDir
  }

  /** Deploys a copy of an assembly to an environment, so that one synth serves them all. */
  async deploy(
    assembly: string,
    environment: string,
    { worker = this.worker, appDir = null as string | null } = {},
  ): Promise<DeployResult & { kept: string }> {
    const kept = await this.copy(assembly)
    this.#current = this.recorded(environment)
    const siblings: JobSpec['siblings'] = [...this.environments]
      .filter(([name]) => name !== environment)
      .map(([name, { naming }]) => ({ environment: name, accountId: null, region: emulatorRegion, naming }))
    const { naming, setting } = this.#current
    return {
      ...(await worker.deploy({ ...this.#owner(environment), assemblyDir: kept, appDir, setting, naming, siblings })),
      kept,
    }
  }

  async remove(environment: string, deleteRetained = false, leftovers: RetainedResource[] = []): Promise<RemoveResult> {
    const { naming } = this.recorded(environment)
    return await this.worker.remove({ ...this.#owner(environment), naming, leftovers, deleteRetained })
  }

  #owner(environment: string) {
    return { app: this.app, environment, installation: this.installation, stage: environment }
  }

  recorded(environment: string): Recorded {
    const found = this.environments.get(environment)
    if (!found) throw new Error(`no environment ${environment}`)
    return found
  }

  #current: Recorded = { naming: null, setting: 'auto' }
  #env: Record<string, string> = {}
}

/** The failure that an operation ends with. */
export async function failureOf(operation: Promise<unknown>): Promise<Failure> {
  try {
    await operation
  } catch (error) {
    if (error instanceof CdkFailure) return error.failure
    throw error
  }
  throw new Error('it succeeded')
}
