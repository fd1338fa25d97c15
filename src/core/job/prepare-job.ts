import type { Environment } from '../../contract/app.ts'
import type { RetainedResource } from '../../contract/deployment.ts'
import type { JobSpec, JobVariable } from '../../contract/job.ts'
import { refuseOtherPlace } from '../account/refuse-other-place.ts'
import { targetOf } from '../account/target-account.ts'
import { findEnvironment } from '../app/find-app.ts'
import { leftBehind } from '../deployment/left-behind.ts'
import { TrellisError } from '../errors.ts'
import type { DeploymentRecord } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { variableContext } from '../variable/set-variables.ts'
import { testedAlready } from './tested-already.ts'

/**
 * Gathers all that a runner needs.
 * @throws TrellisError of accounts and credentials, key_unusable, environment_not_found, environment_protected
 */
export async function prepareJob(ports: Ports, record: DeploymentRecord): Promise<JobSpec> {
  const { app, environment, environments } = await findEnvironment(ports, record.app, record.environment)
  refuseProtected(environment, record)
  const [access, variables, cache, state, siblings] = await Promise.all([
    targetOf(ports, environment).then(target => ports.targets.access(target)),
    openVariables(ports, environment),
    ports.caches.locations(app.name, environment.protected),
    ports.deployments.environment(app.name, environment.name),
    Promise.all(environments.filter(one => one.name !== environment.name).map(one => describeSibling(ports, one))),
  ])
  refuseOtherPlace(state.naming, access, environment.name)
  const { id, number, kind, commit, branch, deleteRetained } = record
  return {
    deployment: { id, app: app.name, environment: environment.name, number, kind, commit, branch, deleteRetained },
    installation: await ports.installation(),
    repository: { url: app.repository, path: app.path, authorized: app.github !== null },
    stage: environment.name,
    protected: environment.protected,
    scripts: { beforeDeploy: environment.beforeDeploy, afterDeploy: environment.afterDeploy },
    tests: {
      run: environment.tests,
      command: environment.testCommand,
      skipReason: await skipReason(ports, record, environment, environments),
    },
    stackNames: environment.stackNames,
    variables,
    account: access,
    naming: state.naming,
    siblings,
    leftovers: kind === 'teardown' ? await earlierLeftovers(ports, record) : [],
    artifact: record.fromArtifact ? await returnedArtifact(ports, record) : null,
    ...(ports.artifacts.direct && { artifactUpload: 'url' as const }),
    cache: ports.caches.direct ? { read: [], write: null, byUrl: true } : cache,
    ...(ports.limits.pace && { pace: ports.limits.pace }),
    deadline: new Date(record.deadlineAt ?? 0).toISOString(),
  }
}

/** Rule 4 once more: the environment may have been protected while this waited. */
function refuseProtected(environment: Environment, { kind }: DeploymentRecord): void {
  if (!environment.protected || (kind !== 'push' && kind !== 'manual')) return
  throw new TrellisError(
    'environment_protected',
    `${environment.name} was protected before this could start, and changes only by promotion or rollback now.`,
  )
}

async function earlierLeftovers(ports: Ports, { id, app, environment }: DeploymentRecord): Promise<RetainedResource[]> {
  return (await leftBehind(ports, { app, environment, before: id }))?.resources ?? []
}

async function openVariables(ports: Ports, environment: Environment): Promise<JobVariable[]> {
  const { app, name } = environment
  const records = await ports.variables.variables(app, name)
  return Promise.all(
    records.map(async ({ key, value, plain, steps }) => ({
      key,
      value: plain ? value : await ports.vault.open(value, variableContext(app, name, key)),
      secret: !plain,
      steps,
    })),
  )
}

/** An account that cannot be asked whose it is counts as unknown; the names decide then. */
async function describeSibling(ports: Ports, sibling: Environment): Promise<JobSpec['siblings'][number]> {
  const { naming } = await ports.deployments.environment(sibling.app, sibling.name)
  const access = await targetOf(ports, sibling)
    .then(target => ports.targets.access(target))
    .catch(() => null)
  return {
    environment: sibling.name,
    accountId: access?.accountId ?? naming?.accountId ?? null,
    region: access?.region ?? naming?.region ?? sibling.region ?? '',
    naming,
  }
}

async function skipReason(
  ports: Ports,
  record: DeploymentRecord,
  environment: Environment,
  environments: readonly Environment[],
): Promise<string | null> {
  const { kind, app, source } = record
  if (kind !== 'promotion' || !source) return null
  const from = environments.find(one => one.name === source.environment)
  const promoted = await ports.deployments.find(app, source.environment, source.number)
  return testedAlready(record, promoted, from, environment)
}

async function returnedArtifact(ports: Ports, record: DeploymentRecord): Promise<JobSpec['artifact']> {
  if (!record.source) return null
  const target = await ports.deployments.find(record.app, record.source.environment, record.source.number)
  if (!target?.artifact) return null
  const url = await ports.artifacts.direct?.download(target.artifact.digest)
  return { ...target.artifact, number: target.number, ...(url !== undefined && { url }) }
}
