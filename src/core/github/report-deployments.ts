import type { DeploymentState, Outputs } from '../../contract/deployment.ts'
import { TrellisError } from '../errors.ts'
import type { GitHubOrigin } from '../ports/app-store.ts'
import type { DeploymentRecord } from '../ports/deployment-store.ts'
import type { GitHubDeploymentState } from '../ports/github.ts'
import type { OutboxMessage } from '../ports/outbox.ts'
import type { Ports } from '../ports/ports.ts'
import type { ReportRecord } from '../ports/report-store.ts'
import { inTurn } from './in-turn.ts'
import { type OpenConnection, openConnection } from './open-connection.ts'

/** What to put into the outbox along with a change of an environment's deployments. */
export async function reportLater(
  ports: Pick<Ports, 'apps'>,
  { app, environment }: { app: string; environment: string },
): Promise<OutboxMessage[]> {
  const isThere = (await ports.apps.app(app))?.github
  return isThere ? [{ kind: 'report-deployments', app, environment }] : []
}

/** Older ones are nobody's concern any more. */
const most = 30

/**
 * Brings what GitHub knows of an environment's deployments up to date, the oldest first.
 * @throws TrellisError github_unavailable: to be done again. What GitHub refuses is not tried again.
 */
export async function reportDeployments(ports: Ports, appName: string, environment: string): Promise<void> {
  await inTurn(ports.reports, `${appName}/${environment}`, async () => {
    const app = await ports.apps.app(appName)
    const connection = await openConnection(ports)
    if (!app?.github || !connection || app.github.webUrl !== connection.webUrl) return
    const since = new Date(connection.record.connectedAt).toISOString()
    const all = await ports.deployments.list({ app: appName, environment, limit: most })
    const records = all.filter(one => one.requestedAt >= since).reverse()
    const reports = new Map((await ports.reports.some(records.map(one => one.id))).map(one => [one.deployment, one]))
    const isProtected = (await ports.apps.environments(appName)).some(one => one.name === environment && one.protected)
    for (const record of records) {
      const report = reports.get(record.id) ?? { deployment: record.id, gitHubDeployment: null, state: null }
      const told = await tell({ ports, connection, origin: app.github, isProtected }, record, report)
      reports.set(record.id, told)
      if (record.kind === 'teardown' && record.state === 'succeeded' && report.state !== record.state) {
        await endEarlier({ ports, connection, origin: app.github, isProtected }, records, reports, record)
      }
    }
  })
}

interface Scene {
  ports: Ports
  connection: OpenConnection
  origin: GitHubOrigin
  isProtected: boolean
}

/** @returns what GitHub knows now */
async function tell(scene: Scene, record: DeploymentRecord, report: ReportRecord): Promise<ReportRecord> {
  if (report.state === record.state) return report
  const { ports } = scene
  let gitHubDeployment = report.gitHubDeployment
  const save = async (state: string | null) => {
    const now = { deployment: record.id, gitHubDeployment, state }
    await ports.reports.save(now)
    return now
  }
  // A teardown has no commit of its own to tell of.
  if (record.kind === 'teardown' || !record.commit) return save(record.state)
  try {
    if (gitHubDeployment === null) {
      gitHubDeployment = await create(scene, record, record.commit)
      await save(null)
    }
    await ports.github.setDeploymentState(scene.connection, scene.origin, gitHubDeployment, stateOf(ports, record))
    const status = commitStates[record.state]
    // What never ran leaves no mark on its commit.
    if (status && (record.startedAt !== null || record.state === 'failed'))
      await mark(scene, record, record.commit, status)
  } catch (error) {
    if (!(error instanceof TrellisError) || error.code === 'github_unavailable') throw error
  }
  return save(record.state)
}

function create({ ports, connection, origin, isProtected }: Scene, record: DeploymentRecord, commit: string) {
  return ports.github.createDeployment(connection, origin, {
    commit,
    environment: placeOf(record),
    production: isProtected,
    description: `${record.app} #${record.number}: ${record.why}`,
  })
}

function mark(
  { ports, connection, origin }: Scene,
  record: DeploymentRecord,
  commit: string,
  state: 'pending' | 'success' | 'failure' | 'error',
): Promise<void> {
  return ports.github.setCommitStatus(connection, origin, {
    commit,
    context: `trellis/${placeOf(record)}`,
    state,
    description: describe(record),
    url: logOf(ports, record),
  })
}

/** What stood there stands no longer. */
async function endEarlier(
  { ports, connection, origin }: Scene,
  records: readonly DeploymentRecord[],
  reports: Map<string, ReportRecord>,
  teardown: DeploymentRecord,
): Promise<void> {
  for (const record of records) {
    const gitHubDeployment = reports.get(record.id)?.gitHubDeployment
    if (record.number >= teardown.number || record.state !== 'succeeded' || !gitHubDeployment) continue
    const state = { state: 'inactive', description: 'Torn down', environmentUrl: null, logUrl: logOf(ports, teardown) }
    await ports.github.setDeploymentState(connection, origin, gitHubDeployment, state as GitHubDeploymentState)
  }
}

/** Two apps may share a repository. */
const placeOf = ({ app, environment }: DeploymentRecord): string => `${app}/${environment}`

const logOf = (ports: Ports, { app, environment, number }: DeploymentRecord): string | null => {
  const site = ports.site()
  return site && `${site}/apps/${app}/${environment}/${number}`
}

const states = {
  waiting: 'queued',
  queued: 'queued',
  running: 'in_progress',
  succeeded: 'success',
  failed: 'failure',
  cancelled: 'inactive',
  superseded: 'inactive',
  rejected: 'inactive',
} as const satisfies Record<DeploymentState, GitHubDeploymentState['state']>

const commitStates: Partial<Record<DeploymentState, 'pending' | 'success' | 'failure' | 'error'>> = {
  running: 'pending',
  succeeded: 'success',
  failed: 'failure',
  cancelled: 'error',
}

const stateOf = (ports: Ports, record: DeploymentRecord): GitHubDeploymentState => ({
  state: states[record.state],
  description: describe(record),
  environmentUrl: record.state === 'succeeded' ? addressIn(record.outputs) : null,
  logUrl: logOf(ports, record),
})

function describe({ state, number, failure }: DeploymentRecord): string {
  if (failure) return `#${number} ${state}: ${failure.message}`
  return state === 'superseded' ? `#${number}: a newer push came before it could start` : `#${number} ${state}`
}

/** The first output that is an address of the web: what a person wants to open. */
function addressIn(outputs: Outputs): string | null {
  const values = Object.values(outputs).flatMap(one => Object.values(one))
  return values.find(one => /^https?:\/\/\S+$/.test(one) && URL.canParse(one)) ?? null
}
