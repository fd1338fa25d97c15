import type { SettingsChange } from '../../src/core/environment/set-environment.ts'
import type { ErrorCode } from '../../src/core/errors.ts'
import type { MachineEnd } from '../../src/core/ports/job-runner.ts'
import type { Limits } from '../../src/core/ports/ports.ts'
import type { Machine } from '../support/world/machine.ts'
import type { Plan } from '../support/world/script.ts'
import type { World } from '../support/world/world.ts'

type Refusal = { refused?: ErrorCode }

/** What a person asks for, and with which error it is refused, if so. */
export type Wish =
  | ['deploy', environment: string, options?: Refusal & { commit?: string }]
  | ['promote', from: string, options?: Refusal & { to?: string }]
  | ['roll back', environment: string, options?: Refusal & { to?: number }]
  | ['tear down', environment: string, options?: Refusal & { confirm?: string }]
  | ['cancel', environment: string, options?: Refusal & { number?: number }]
  | ['set', environment: string, options: Refusal & SettingsChange]

/** What happens, one thing after the other. Commits have short names, `a` and so on. */
export type Step =
  | Wish
  | ['push', commit: string, branch?: string]
  | ['force back', branch: string, by: number]
  | ['look']
  /** How the next build machines behave. */
  | ['machines', Plan[]]
  /** The environment's machine works until it is about to do this, else to its end. */
  | ['work', environment: string, until?: NonNullable<Machine['about']>]
  /** The environment's machine sends all its events again. */
  | ['repeat', environment: string]
  /** Timers of a server: outbox and sweep, this often. */
  | ['tick', times?: number]
  | ['wait', milliseconds: number]
  | ['world', change: Weather]
  | ['crash']
  | ['restart']
  /** All that is under way comes to its end. */
  | ['calm']
  | ['see', environment: string, seen: Seen]
  | ['check', (world: World) => Promise<void> | void]

interface Weather {
  cloud?: 'answers' | 'is silent' | 'hangs'
  credentials?: 'good' | 'expired'
  disk?: 'full' | 'free'
  source?: 'answers' | 'is silent'
  failingStarts?: number
  room?: 'none' | 'some'
  /** How long machines that are on their way take until they are there. */
  machines?: 'slow' | 'quick'
  /** Why machines that are gone ended, as their place says. */
  known?: MachineEnd | null
}

export interface Seen {
  status?: 'empty' | 'deploying' | 'deployed' | 'removing' | 'removed' | 'error'
  /** The number of the deployment that is live. */
  live?: number | null
  /** Oldest first: `#1 push a succeeded`, with the failure's code behind it, if it failed. */
  history?: string[]
  /** A line that the log of the newest deployment ends with. */
  lastLine?: string
}

/** A story of the app `shop`, whose development follows `main`, and how it must end. Its repository is empty at first. */
export interface Scenario {
  name: string
  limits?: Partial<Limits>
  steps: Step[]
  ends: { development?: Seen; staging?: Seen; production?: Seen }
}

/** `a` is live in development, as #1. */
export const aIsLive: Step[] = [['push', 'a'], ['look'], ['calm']]

/** Then `b`, as #2. */
export const bIsLive: Step[] = [...aIsLive, ['push', 'b'], ['look'], ['calm']]

/** `a` is live in development, staging and production. */
export const aIsEverywhere: Step[] = [
  ...aIsLive,
  ['promote', 'development'],
  ['calm'],
  ['promote', 'staging'],
  ['calm'],
]
