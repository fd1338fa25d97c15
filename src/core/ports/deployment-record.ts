import type { DeploymentDraft, DeploymentRecord } from './deployment-store.ts'

/** What only a running deployment has. */
export const notRunning = {
  leaseUntil: null,
  deadlineAt: null,
  cancelRequestedAt: null,
  askAgainAt: null,
  restarts: 0,
  noMachine: null,
  ending: null,
} as const

/** Whose doing it is: nobody asks for what Trellis does by itself, so a push is its author's. */
export const askedBy = ({ actor, author }: Pick<DeploymentRecord, 'actor' | 'author'>): string =>
  actor.kind === 'system' && author ? author : actor.name

/** A push that never waits, since another operation brings its commit. */
export const replacedBy = (by: DeploymentRecord, push: DeploymentRecord): DeploymentRecord => ({
  ...push,
  state: 'superseded',
  finishedAt: push.requestedAt,
  source: { environment: by.environment, number: by.number },
})

/** As every store records what `request` is given. */
export const queuedRecord = (draft: DeploymentDraft, number: number): DeploymentRecord => ({
  ...draft,
  number,
  state: 'queued',
  waitingFor: null,
  startedAt: null,
  finishedAt: null,
  cancelRequestedBy: null,
  phases: [],
  progress: null,
  outputs: {},
  retained: [],
  artifact: null,
  failure: null,
  lastSeq: 0,
  version: 1,
  fence: 0,
  jobTokenHash: null,
  sessionHash: null,
  lastEvent: 0,
  cloudChanging: false,
  ...notRunning,
})
