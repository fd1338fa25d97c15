import type { Readable } from 'node:stream'

/** A process to run for the user. An argument vector, never a command line: only `sh -e -c <script>` knows a shell. */
export interface Command {
  readonly argv: readonly [string, ...string[]]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly overlays?: readonly Overlay[]
  /** It runs beside the job's steps: its end is no reason to end what they have started. */
  readonly beside?: boolean
}

/** Shows `lower` at `folder` below `root`; what is written there lands in `upper`, and `lower` stays as it is. */
export interface Overlay {
  /** No step can put anything in its place. What is below it is the build's, links included. */
  readonly root: string
  readonly folder: string
  readonly lower: string
  readonly upper: string
  /** Where it is mounted, outside of what a build can write; the sandbox shows it at `folder`. */
  readonly merged: string
  /** An empty folder beside `upper`, for the kernel's own use. */
  readonly scratch: string
}

export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** Why it could not even be started. */
  readonly problem?: string
  /** It, or something that it started, was killed since it used more memory than it may. */
  readonly outOfMemory?: boolean
}

export interface Running {
  readonly stdout: Readable
  readonly stderr: Readable
  /** Resolves when nothing of it is left: neither the process nor anything that it started, however deep. Never rejects. */
  readonly ended: Promise<Exit>
}

/** Whom the system takes a step for. */
export interface StepUser {
  readonly uid: number
  readonly gid: number
}

export interface Isolation {
  readonly name: 'container' | 'sandbox' | 'user' | 'process'
  /** Where it is another one than the supervisor: what a step is to write has to be handed over to it. */
  readonly user?: StepUser
  /** The folder for temporary files, as the step sees it. */
  readonly tmp: string
  /** Overlays can be mounted here. */
  overlays(): Promise<boolean>
  /** Runs a command; when `signal` aborts, its whole tree is ended: asked first, killed after `Stop.graceMs`. */
  run(command: Command, signal: AbortSignal): Running
  /** A command is going to come: what it needs may be made ready meanwhile. */
  warm(): void
  /** Removes what it holds ready for further commands. None is run afterwards. Never rejects. */
  close(): Promise<void>
}

/** The reason that a job's signal is aborted with. */
export class Stop extends Error {
  readonly graceMs: number
  override readonly cause: 'directive' | 'deadline' | 'over' | 'signal' | 'disk'
  /** In bytes, where a limit is the cause. */
  readonly limit: { readonly used: number; readonly most: number } | undefined

  constructor(cause: Stop['cause'], graceMs = 5_000, limit?: Stop['limit']) {
    super(`stopped: ${cause}`)
    this.cause = cause
    this.graceMs = graceMs
    this.limit = limit
  }
}

export const isSuccess = (exit: Exit): boolean => exit.code === 0
