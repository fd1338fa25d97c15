import type { AppStatus, EnvironmentStatus } from '../../contract/app.ts'
import type { Deployment, DeploymentSummary } from '../../contract/deployment.ts'
import type { LogLine } from '../../contract/log.ts'

export const commit = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678'
const at = '2026-11-22T10:00:00.000Z'

export const aDeployment = (facts: Partial<Deployment> = {}): Deployment => ({
  id: 'd1',
  app: 'hello',
  environment: 'staging',
  number: 31,
  kind: 'promotion',
  state: 'running',
  waitingFor: null,
  behind: null,
  commit,
  branch: 'main',
  title: 'Add gift cards',
  author: 'Mia',
  actor: { kind: 'user', name: 'leo' },
  why: 'leo promoted development #46',
  source: { environment: 'development', number: 46 },
  fromArtifact: false,
  deleteRetained: false,
  requestedAt: at,
  startedAt: at,
  finishedAt: null,
  cancelRequestedBy: null,
  phases: [],
  progress: null,
  outputs: {},
  retained: [],
  artifact: null,
  failure: null,
  lastSeq: 0,
  ...facts,
})

export const aLine = (seq: number, facts: Partial<LogLine> = {}): LogLine => ({
  seq,
  at,
  phase: 'install',
  stream: 'out',
  text: `line ${seq}`,
  ...facts,
})

export const lines = (from: number, to: number): LogLine[] =>
  Array.from({ length: to - from + 1 }, (_, i) => aLine(from + i))

export const aSummary = (facts: Partial<DeploymentSummary> = {}): DeploymentSummary => ({
  id: 'd48',
  branch: 'main',
  actor: { kind: 'system', name: 'trellis' },
  why: 'push to main',
  source: null,
  fromArtifact: false,
  requestedAt: at,
  cancelRequestedBy: null,
  phases: [],
  retained: [],
  progress: null,
  number: 48,
  kind: 'push',
  state: 'succeeded',
  commit,
  title: 'Fix rounding in cart',
  author: 'Mia',
  startedAt: at,
  finishedAt: '2026-11-22T10:00:38.000Z',
  failure: null,
  ...facts,
})

export const aStatus = (facts: Partial<EnvironmentStatus> = {}): EnvironmentStatus => ({
  name: 'development',
  branch: 'main',
  protected: false,
  allow: { deploy: null, promote: null, rollback: null, teardown: null },
  refused: {},
  account: null,
  region: null,
  stackNames: 'auto',
  running: null,
  tearingDown: null,
  behind: null,
  ahead: null,
  notDeployed: null,
  protectedReason: null,
  leftBehind: [],
  brokenBy: null,
  branchProblem: null,
  status: 'deployed',
  live: aSummary(),
  latest: aSummary(),
  queued: [],
  outputs: {},
  ...facts,
})

export const anAppStatus = (facts: Partial<AppStatus> = {}): AppStatus => ({
  app: 'hello',
  repository: '/code/hello',
  path: '.',
  defaultBranch: 'main',
  createdAt: at,
  sourceProblem: null,
  refused: {},
  environments: [aStatus()],
  ...facts,
})
