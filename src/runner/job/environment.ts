import type { PhaseName } from '../../contract/deployment.ts'
import type { CloudCredentials, JobSpec } from '../../contract/job.ts'
import { type Job, variableStepOf } from './job.ts'

export interface EnvironmentRequest {
  readonly phase: PhaseName
  readonly extra?: Readonly<Record<string, string>>
  readonly credentials?: CloudCredentials | undefined
}

/** The environment of one of the user's steps. The later entries win: nobody can be given another HOME or stage. */
export function stepEnvironment(job: Job, request: EnvironmentRequest): Record<string, string> {
  const { spec, folders, isolation } = job
  const [cookieKey, cookieValue] = job.cookie.split('=') as [string, string]
  return {
    ...job.surroundings.env,
    npm_config_cache: downloads(spec) ?? `${folders.home}/.npm`,
    NPM_CONFIG_UPDATE_NOTIFIER: 'false',
    ...job.packageEnv,
    ...variablesFor(spec, request.phase),
    ...request.extra,
    ...identity(spec),
    ...cloudAccess(spec, request.credentials),
    HOME: folders.home,
    TMPDIR: isolation.tmp,
    PATH: [...job.path, request.extra?.PATH ?? job.surroundings.env.PATH].join(':'),
    [cookieKey]: cookieValue,
  }
}

/** What package managers download is kept per app and level of trust, so that no app can poison another's. */
export function downloads(spec: JobSpec): string | null {
  return spec.cache.write?.kind === 'folder' ? `${spec.cache.write.path}/npm` : null
}

function variablesFor(spec: JobSpec, phase: PhaseName): Record<string, string> {
  const step = variableStepOf[phase]
  const wanted = spec.variables.filter(({ steps }) => steps === null || steps.includes(step))
  return Object.fromEntries(wanted.map(({ key, value }) => [key, value]))
}

function identity({ deployment, stage, account }: JobSpec): Record<string, string> {
  return {
    CI: 'true',
    TRELLIS: 'true',
    TRELLIS_APP: deployment.app,
    TRELLIS_ENVIRONMENT: deployment.environment,
    TRELLIS_STAGE: stage,
    TRELLIS_COMMIT: deployment.commit ?? '',
    TRELLIS_BRANCH: deployment.branch ?? '',
    TRELLIS_DEPLOYMENT: String(deployment.number),
    AWS_REGION: account.region,
    AWS_DEFAULT_REGION: account.region,
    // What the machine is allowed to do, if it stands in a cloud, is not what the build is allowed to do.
    AWS_EC2_METADATA_DISABLED: 'true',
  }
}

function cloudAccess({ account }: JobSpec, credentials: CloudCredentials | undefined): Record<string, string> {
  if (!credentials) return {}
  return {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken && { AWS_SESSION_TOKEN: credentials.sessionToken }),
    ...(account.endpointUrl && { AWS_ENDPOINT_URL: account.endpointUrl }),
  }
}
