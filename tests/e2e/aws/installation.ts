import type { Client } from '../../../src/client/client.ts'
import type { Cli } from '../../support/pipeline/cli.ts'
import type { BuildMachines } from './build-machine.ts'

/** A Trellis that was installed in the emulator. */
export interface Installation {
  /** Of the emulator. */
  readonly endpoint: string
  readonly port: number
  readonly cli: Cli
  readonly client: Client
  readonly cluster: string
  readonly machines: BuildMachines
  /** Where CloudWatch keeps what build machines print. */
  readonly logGroup: string
  /** Repositories lie in its `git`. */
  readonly folder: string
  repositoryUrl(name: string): string
}
