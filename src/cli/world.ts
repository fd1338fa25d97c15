import type { Readable } from 'node:stream'
import type { Detection } from '../contract/detect.ts'
import type { Environment } from './connection.ts'
import type { Output } from './terminal.ts'

export type Isolation = 'auto' | 'container' | 'sandbox' | 'process'

export interface ServeOptions {
  port: number
  host: string
  home: string
  isolation: Isolation
  builds?: number | undefined
  /** Milliseconds between two looks at the repositories. */
  pollEvery: number
  publicUrl?: string | undefined
  /** Log only what is wrong. */
  quiet: boolean
}

export interface RunningServer {
  url: string
  home: string
  isolation: string
  warnings: readonly string[]
  /** Running builds go on, and report to the next server. */
  close(): Promise<void>
}

/** One thing that Trellis needs or would like of this machine. */
export interface Check {
  name: string
  ok: boolean
  detail: string
  hint?: string | undefined
  /** Missing, it costs something, but Trellis works. */
  optional?: boolean | undefined
}

export interface DemoStep {
  name: string
  ok: boolean
  ms: number
  detail: string
}

export interface DemoPlace {
  url: string
  home: string
  repository: string
  endpoint: string
}

export interface DemoOptions {
  started(name: string): void
  ended(step: DemoStep): void
  /** Told what to play with when it is to be left running; returns when that is over. */
  keep?: ((place: DemoPlace) => Promise<void>) | undefined
}

/** What the command line can do without a server, or to become one: wired by the entry, loaded only when it is used. */
export interface Powers {
  serve(options: ServeOptions): Promise<RunningServer>
  demo(options: DemoOptions): Promise<DemoStep[]>
  doctor(place: { home: string; url: string }): Promise<Check[]>
  detect(folder: string): Promise<Detection>
}

/** All of the outside that the command line touches. */
export interface World {
  /** Without the program's own name. */
  argv: readonly string[]
  env: Environment
  cwd: string
  version: string
  input: Readable & { isTTY?: boolean; setRawMode?(raw: boolean): unknown }
  output: Output
  errors: Output
  powers: Powers
  /** @returns how to stop listening for Ctrl-C and for being told to end. */
  onInterrupt(listener: () => void): () => void
}
