import { createAccountStore } from './account-store.ts'
import { createAppStore } from './app-store.ts'
import { createArtifactStore } from './artifact-store.ts'
import { createCacheLocations } from './cache-locations.ts'
import { createClock } from './clock.ts'
import { createConnectionStore } from './connection-store.ts'
import { createDecisionStore } from './decision-store.ts'
import { createDeliveryStore } from './delivery-store.ts'
import { createDeploymentStore } from './deployment-store.ts'
import { createIds } from './ids.ts'
import { createLiveUpdates } from './live-updates.ts'
import { createLogStore } from './log-store.ts'
import { createLoginStore } from './login-store.ts'
import { createOutbox } from './outbox.ts'
import { nextTurn, type Pause } from './pause.ts'
import { createReportStore } from './report-store.ts'
import { createSecretVault } from './secret-vault.ts'
import { createSessionStore } from './session-store.ts'
import { emptyState } from './state.ts'
import { createTokenStore } from './token-store.ts'
import { createUserStore } from './user-store.ts'
import { createVariableStore } from './variable-store.ts'

export type MemoryStores = ReturnType<typeof createMemoryStores>

/** The part of `Ports` that remembers, in one process and for a test's lifetime. */
export function createMemoryStores({ pause = nextTurn }: { pause?: Pause } = {}) {
  const state = emptyState()
  const clock = createClock()
  return {
    apps: createAppStore(state, pause),
    variables: createVariableStore(state, pause),
    accounts: createAccountStore(pause),
    sessions: createSessionStore(pause),
    connections: createConnectionStore(pause),
    deliveries: createDeliveryStore(state, pause),
    decisions: createDecisionStore(state, pause),
    reports: createReportStore(state, pause),
    logins: createLoginStore(pause),
    users: createUserStore(pause),
    tokens: createTokenStore(pause),
    deployments: createDeploymentStore(state, pause),
    outbox: createOutbox(state, pause),
    logs: createLogStore(pause),
    live: createLiveUpdates(),
    vault: createSecretVault(pause),
    artifacts: createArtifactStore(clock, pause),
    caches: createCacheLocations(pause),
    clock,
    ids: createIds(),
    installation: async () => 'memory',
  }
}
