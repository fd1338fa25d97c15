import { createApp } from '../../../src/core/app/create-app.ts'
import { syncApp } from '../../../src/core/app/sync-app.ts'
import { advance } from '../../../src/core/deployment/advance.ts'
import { cancel } from '../../../src/core/deployment/cancel.ts'
import { deploy } from '../../../src/core/deployment/deploy.ts'
import { promote } from '../../../src/core/deployment/promote.ts'
import { rollBack } from '../../../src/core/deployment/roll-back.ts'
import { tearDown } from '../../../src/core/deployment/tear-down.ts'
import { setEnvironment } from '../../../src/core/environment/set-environment.ts'
import { claimJob } from '../../../src/core/job/claim-job.ts'
import { fetchArtifact, keepArtifact } from '../../../src/core/job/keep-artifact.ts'
import { recordEvents } from '../../../src/core/job/record-events.ts'
import { deliver } from '../../../src/core/recovery/deliver.ts'
import { recover, sweep } from '../../../src/core/recovery/sweep.ts'

/** The verbs that a world uses, in one object so that a test can break one of them. */
export const core = {
  advance,
  cancel,
  claimJob,
  createApp,
  deliver,
  deploy,
  fetchArtifact,
  keepArtifact,
  promote,
  recordEvents,
  recover,
  rollBack,
  setEnvironment,
  sweep,
  syncApp,
  tearDown,
}

export type Core = typeof core
