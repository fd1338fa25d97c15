import type { QueryClient } from '@tanstack/react-query'
import type { AppStatus, EnvironmentStatus } from '../../../src/contract/app.ts'
import type { Deployment } from '../../../src/contract/deployment.ts'
import type { LiveMessage } from '../../../src/contract/live.ts'
import { isFinal } from '../../../src/contract/vocabulary.ts'
import { keys } from './keys.ts'

/** Progress comes many times a second; lists need not be asked for as often. */
const listDelay = 400
const waiting = new Set<string>()

/** Brings what is shown up to date with what the server just said. */
export function applyLiveMessage(queries: QueryClient, message: LiveMessage): void {
  if (message.type === 'deployment') applyDeployment(queries, message.deployment)
  if (message.type !== 'changed') return
  if (message.app === null) return void queries.invalidateQueries({ queryKey: keys.server })
  void queries.invalidateQueries({ queryKey: keys.app(message.app) })
  soon(queries, keys.apps)
}

function applyDeployment(queries: QueryClient, deployment: Deployment): void {
  const { app, environment, number } = deployment
  queries.setQueryData(keys.deployment(app, environment, number), deployment)
  const status = queries.getQueryData<AppStatus>(keys.status(app))
  const shown = status?.environments.find(one => one.name === environment)
  if (status && shown) {
    const patched = patch(shown, deployment)
    const environments = status.environments.map(one => (one === shown ? patched : one))
    queries.setQueryData<AppStatus>(keys.status(app), { ...status, environments })
    if (patched !== shown && !isFinal(deployment.state)) return
  }
  soon(queries, keys.status(app))
  soon(queries, keys.apps)
  soon(queries, keys.history)
}

/** Only what surely follows from the deployment alone; the rest is the server's to say. */
function patch(shown: EnvironmentStatus, deployment: Deployment): EnvironmentStatus {
  if (shown.running?.id !== deployment.id || isFinal(deployment.state)) return shown
  return { ...shown, running: deployment, latest: shown.latest?.id === deployment.id ? deployment : shown.latest }
}

function soon(queries: QueryClient, queryKey: readonly string[]): void {
  const name = queryKey.join(' ')
  if (waiting.has(name)) return
  waiting.add(name)
  setTimeout(() => {
    waiting.delete(name)
    void queries.invalidateQueries({ queryKey })
  }, listDelay)
}
