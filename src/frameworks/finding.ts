import type { FrameworkName, PackageManager } from '../contract/detect.ts'
import type { FixedStage } from './cdk/fixed-stage.ts'
import type { Folder } from './folder.ts'
import type { Need } from './needs.ts'
import type { OwnCommands } from './own-commands.ts'
import type { Python } from './packages/python.ts'
import type { ToolApp } from './tools/tool.ts'

/** What a detector says about a folder in which it recognises its tool. */
export interface Finding {
  framework: FrameworkName
  /** Plain words, the decisive fact first. */
  reasons: string[]
  /** Whether Trellis can deploy it today. */
  supported: boolean
  /** How it can be deployed all the same. */
  instead?: (manager: PackageManager) => OwnCommands
  /** What has to be done first, where no commands would do: a wrong deployment is worse than none. */
  mend?: string
  /** What will go wrong in some account, though it can be deployed. */
  warning?: string
  /** A stage that it gets in every environment alike. */
  fixed?: FixedStage
  /** What could not be seen: it is deployed only where trellis.yml names the tool. */
  ifChosen?: true
  /** Chosen by name, but not there. */
  missing?: true
  /** What it is deployed by, where that is a tool of its own. */
  tool?: ToolApp
  /** What runs it comes with packages of Node: its own, or those of a folder above. */
  byPackages?: true
  /** What its stacks are called by, where the tool gives it a name of its own and code does not make it up. */
  called?: string | undefined
  /** Folders below that are parts of it, and no apps of their own. */
  parts?: readonly string[]
  /** Its packages of Python, where it is written in that. */
  python?: Python
  /** What must be there before anything of it starts. */
  needs?: readonly Need[]
}

export type Detector = (folder: Folder) => Promise<Finding | undefined>
