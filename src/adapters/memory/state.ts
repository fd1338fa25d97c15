import { isDeepStrictEqual } from 'node:util'
import type { Environment } from '../../contract/app.ts'
import { TrellisError } from '../../core/errors.ts'
import type { AppRecord } from '../../core/ports/app-store.ts'
import type { DecisionRecord } from '../../core/ports/decision-store.ts'
import type { DeploymentRecord, EnvironmentState } from '../../core/ports/deployment-store.ts'
import type { OutboxMessage } from '../../core/ports/outbox.ts'
import type { VariableRecord } from '../../core/ports/variable-store.ts'

export interface MemoryEnvironment {
  settings: Environment
  state: EnvironmentState
  variables: Map<string, VariableRecord>
}

export interface MemoryMessage {
  id: string
  message: OutboxMessage
  notBefore: number
  attempts: number
}

/** What the stores share, as the tables of a database. Changed only between two awaits, so that every step is atomic. */
export interface MemoryState {
  apps: Map<string, AppRecord>
  /** App → name → environment. */
  environments: Map<string, Map<string, MemoryEnvironment>>
  /** By id, in the order of their requests. */
  deployments: Map<string, DeploymentRecord>
  outbox: MemoryMessage[]
  messagesPut: number
  decisions: Map<string, DecisionRecord>
}

export const emptyState = (): MemoryState => ({
  apps: new Map(),
  environments: new Map(),
  deployments: new Map(),
  outbox: [],
  messagesPut: 0,
  decisions: new Map(),
})

export const emptyEnvironment = (app: string, environment: string): EnvironmentState => ({
  app,
  environment,
  status: 'empty',
  live: null,
  latest: null,
  running: null,
  naming: null,
  fence: 0,
})

export function environmentOf(state: MemoryState, app: string, environment: string): MemoryEnvironment {
  const found = state.environments.get(app)?.get(environment)
  if (!found) throw new TrellisError('environment_not_found', `There is no environment ${environment} of ${app}.`)
  return found
}

/** Forgets what is recorded of one environment. */
export function dropEnvironment(state: MemoryState, app: string, environment: string): void {
  state.environments.get(app)?.delete(environment)
  for (const [id, record] of state.deployments) {
    if (record.app === app && record.environment === environment) state.deployments.delete(id)
  }
  for (const [key, one] of state.decisions) {
    if (one.app === app && one.environment === environment) state.decisions.delete(key)
  }
}

/** A message that waits as it is, and was not handed out yet, is not put again. */
export function putOnce(state: MemoryState, messages: readonly OutboxMessage[]): void {
  for (const message of messages) {
    const waits = state.outbox.some(one => one.attempts === 0 && isDeepStrictEqual(one.message, message))
    if (!waits) putMessages(state, [message])
  }
}

/** @param messages copied already: copying is what can fail, and must have happened before the first change. */
export function putMessages(state: MemoryState, messages: readonly OutboxMessage[], notBefore = 0): void {
  for (const message of messages) {
    state.messagesPut += 1
    state.outbox.push({ id: String(state.messagesPut), message, notBefore, attempts: 0 })
  }
}
