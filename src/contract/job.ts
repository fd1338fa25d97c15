import { z } from 'zod'
import { StackNames } from './app.ts'
import { DeploymentKind, Failure, Outputs, PhaseName, Progress, RetainedResource } from './deployment.ts'
import { LogStream } from './log.ts'
import { Commit, Instant, RepositoryPath, Slug } from './names.ts'
import { VariableStep } from './variable.ts'

/**
 * The protocol between the runner inside a build machine and the API.
 *
 * 1. The runner gets a URL and a one-time job token, draws a session token of its own and posts both to `claimJob`.
 *    The same pair may be posted again (an answer can get lost); another session with a used token is refused.
 * 2. It posts its events in order, in batches, with sequence numbers from 1. A number already seen changes nothing.
 *    An empty batch is the heartbeat: at least one post every `heartbeatMs` (heartbeat.ts), or the lease runs out.
 * 3. Each answer carries a directive. After `stop` it ends every process, and posts `finished`.
 */

/** The names under which an environment stands, or will stand, in the cloud. */
export const Naming = z.object({
  mode: z.enum(['keep', 'prefix']),
  tool: z.string().optional().describe('The deployment tool whose stacks they are; absent: the CDK'),
  accountId: z.string(),
  region: z.string(),
  stacks: z
    .array(
      z.object({
        original: z.string().describe('As synthesised'),
        name: z.string().describe('As deployed'),
        region: z.string().optional().describe("Only when it is not the environment's"),
      }),
    )
    .describe('In the order of deployment'),
  fixedNames: z
    .array(
      z.object({ stack: z.string(), logicalId: z.string(), type: z.string(), property: z.string(), name: z.string() }),
    )
    .describe('Physical names written into the templates'),
})
export type Naming = z.infer<typeof Naming>

export const CloudCredentials = z.object({
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  sessionToken: z.string().optional(),
  expiresAt: Instant.optional(),
})
export type CloudCredentials = z.infer<typeof CloudCredentials>

export const JobVariable = z.object({
  key: z.string(),
  value: z.string(),
  secret: z.boolean(),
  steps: z.array(VariableStep).nullable(),
})
export type JobVariable = z.infer<typeof JobVariable>

/** Where a cache or an artifact lies: a folder of the same machine, or a presigned URL. */
export const Location = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('folder'), path: z.string() }),
  z.object({ kind: z.literal('url'), url: z.string() }),
])
export type Location = z.infer<typeof Location>

export const JobSpec = z.object({
  deployment: z.object({
    id: z.string(),
    app: Slug,
    environment: Slug,
    number: z.number().int(),
    kind: DeploymentKind,
    commit: Commit.nullable(),
    branch: z.string().nullable(),
    deleteRetained: z.boolean(),
  }),
  installation: z.string().describe('Which Trellis this is: stacks of another one are not touched'),
  repository: z.object({
    url: z.string(),
    path: RepositoryPath,
    authorized: z.boolean().describe('Whether the server gives what opens it: asked for when it is fetched'),
  }),
  stage: z.string().describe('The name handed to the deployment tool'),
  protected: z.boolean(),
  scripts: z
    .object({ beforeDeploy: z.string().nullable(), afterDeploy: z.string().nullable() })
    .describe("Of the environment, after the repository's own"),
  tests: z.object({
    run: z.boolean(),
    command: z.string().nullable(),
    skipReason: z.string().nullable().describe('Why they need not run although they are on'),
  }),
  stackNames: StackNames,
  variables: z.array(JobVariable),
  account: z.object({
    accountId: z.string(),
    region: z.string(),
    endpointUrl: z.string().nullable(),
    credentials: CloudCredentials,
  }),
  naming: Naming.nullable().describe('As recorded by an earlier deployment of this environment'),
  siblings: z
    .array(
      z.object({ environment: Slug, accountId: z.string().nullable(), region: z.string(), naming: Naming.nullable() }),
    )
    .describe("The app's other environments"),
  leftovers: z.array(RetainedResource).describe('Teardown: what earlier ones left behind, as far as is known'),
  artifact: z
    .object({
      digest: z.string(),
      bytes: z.number(),
      number: z.number().int().optional().describe('Of the deployment that it was kept from'),
      url: z.string().optional().describe('Where it can be had for some minutes; without it, through the API'),
    })
    .nullable()
    .describe('Deploy this instead of building'),
  artifactUpload: z
    .enum(['api', 'url'])
    .optional()
    .describe('url: the API is too narrow for artifacts, and says where to put one. Default: api'),
  cache: z.object({
    read: z.array(Location),
    write: Location.nullable(),
    byUrl: z
      .boolean()
      .optional()
      .describe('The machine shares no folder: what is kept is packed, and found by its name'),
  }),
  pace: z
    .object({ posts: z.number(), heartbeat: z.number() })
    .optional()
    .describe('Of its posts, in ms, where each has its price; default: as often as there is news'),
  deadline: Instant.describe('The runner ends itself then, should the server be gone'),
})
export type JobSpec = z.infer<typeof JobSpec>

const at = { seq: z.number().int().positive(), at: Instant }

export const RunnerOutcome = z.discriminatedUnion('state', [
  z.object({ state: z.literal('succeeded') }),
  z.object({ state: z.literal('failed'), failure: Failure }),
  z.object({ state: z.literal('stopped') }).describe('It obeyed a stop directive'),
])
export type RunnerOutcome = z.infer<typeof RunnerOutcome>

export const RunnerEvent = z.discriminatedUnion('type', [
  z.object({
    ...at,
    type: z.literal('log'),
    line: z.number().int().positive().describe('From 1 without gaps'),
    phase: PhaseName.nullable(),
    stream: LogStream,
    text: z.string().max(16_384),
  }),
  z.object({ ...at, type: z.literal('phase-started'), phase: PhaseName }),
  z.object({
    ...at,
    type: z.literal('phase-finished'),
    phase: PhaseName,
    state: z.enum(['succeeded', 'failed', 'skipped']),
    reason: z.string().optional(),
  }),
  z.object({ ...at, type: z.literal('naming'), naming: Naming }),
  z
    .object({ ...at, type: z.literal('cloud-changing') })
    .describe('From here on the cloud may be changed. Sent, and acknowledged, before it is'),
  z.object({ ...at, type: z.literal('progress'), progress: Progress }),
  z.object({ ...at, type: z.literal('outputs'), outputs: Outputs }),
  z.object({ ...at, type: z.literal('retained'), resources: z.array(RetainedResource) }),
  z.object({ ...at, type: z.literal('artifact'), digest: z.string(), bytes: z.number().int() }),
  z.object({ ...at, type: z.literal('finished'), outcome: RunnerOutcome }),
])
export type RunnerEvent = z.infer<typeof RunnerEvent>

/** What opens the repository for this build, and for nothing else. Null: the machine's own way in. */
export const CloneCredential = z.object({ scope: z.string(), user: z.string(), password: z.string() }).nullable()

export const ClaimJob = z.object({ session: z.string().min(32).max(200) })
/** What a runner will put, before it does. */
export const OfferArtifact = z.object({
  digest: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('SHA-256 of its bytes'),
  bytes: z
    .number()
    .int()
    .min(1)
    .max(5 * 1024 ** 3),
})
/** Of a packed cache: an install by what decides about it, or a folder by its environment and path. */
export const CacheName = z.string().regex(/^(deps|paths)\/[0-9a-f]{40}$/)
export const FindCache = z.object({ name: CacheName })
export const FoundCache = z.object({
  kept: z
    .object({ url: z.string().describe('Of a GET, for some minutes'), savedAt: Instant })
    .nullable()
    .describe('Null: nothing of that name'),
  others: z
    .array(z.object({ savedAt: Instant, parts: z.record(z.string(), z.string()) }))
    .describe('Where nothing was found: what the newest other installs were made of'),
})
export type FoundCache = z.infer<typeof FoundCache>
export const OfferCache = OfferArtifact.extend({
  name: CacheName,
  parts: z
    .record(z.string().max(100), z.string().max(64))
    .refine(parts => Object.keys(parts).length <= 10, 'must be ten at most')
    .default({})
    .describe('What it was made of, by digests'),
})
export type OfferCache = z.infer<typeof OfferCache>

export const ArtifactPlace = z.object({
  url: z.string().describe('Of a PUT, for some minutes'),
  headers: z.record(z.string(), z.string()).describe('To be sent with it'),
})
export type ArtifactPlace = z.infer<typeof ArtifactPlace>

export const PostEvents = z.object({ events: z.array(RunnerEvent).max(2_000) })
export const EventsAnswer = z.object({
  acknowledged: z.number().int().describe('The highest sequence number that is safe'),
  directive: z.enum(['continue', 'stop']),
})
export type EventsAnswer = z.infer<typeof EventsAnswer>
