import type { StackNames } from '../../contract/app.ts'
import type { PackageManager } from '../../contract/detect.ts'
import type { Owner } from '../cdk/standing.ts'
import type { Command } from '../command.ts'
import type { SamConfig } from './sam-config.ts'
import type { SamStage } from './sam-stage.ts'
import type { FixedStage } from './serverless-fixed.ts'
import type { StageSettings } from './serverless-settings.ts'

/** Serverless Framework 3 or 4, or the fork osls. */
export interface ServerlessApp {
  tool: 'serverless'
  program: 'serverless' | 'osls'
  major: number
  folder: string
  /** Its configuration. */
  file: string
  fixed: readonly FixedStage[]
  /** What it says of the region and reads nowhere. */
  region: string | undefined
  settings: StageSettings
  /** Variables of the configuration are looked up in the cloud when it is packaged. */
  asksCloud: boolean
  /** package.json has a script `build`, which the tool does not run. */
  buildScript: boolean
  profiles: readonly string[]
}

/** SST 2. What it builds names files of the checkout by their full paths, so nothing of it is kept. */
export interface SstApp {
  tool: 'sst2'
  folder: string
  /** Undefined: its code makes it up. */
  name: string | undefined
  profiles: readonly string[]
}

export interface SamApp {
  tool: 'sam'
  folder: string
  template: string
  /** samconfig.toml; empty where there is none. */
  config: SamConfig
  /** Parameters by which all environments would be one stage. */
  stages: readonly SamStage[]
}

/** An app that its own tool deploys, by commands of that tool. */
export type ToolApp = ServerlessApp | SamApp | SstApp

/** Which environment the commands are for. */
export interface Target extends Owner {
  stage: string
  region: string
  setting: StackNames
  manager: PackageManager
}

export interface ToolCommands {
  /** Makes what is deployed. Null: the tool does it while it deploys. */
  build: Command | null
  /** The build asks the cloud for values, so it needs credentials. */
  buildAsksCloud: boolean
  deploy: Command
  remove: Command
  /** The folder that `build` makes and `deploy` takes: kept for a rollback. Null: the tool has none. */
  artifact: string | null
  /** A program from PyPI that is to be there. */
  python: { package: string; version: string; module: string } | null
  env: Record<string, string>
  /** Profiles of the AWS tools that its configuration names: on a developer's machine they stand for credentials. */
  profiles: readonly string[]
}
