import { z } from 'zod'
import { Allow, Refusals, SetAllow } from './access.ts'
import { DeploymentSummary, Outputs, RetainedResource } from './deployment.ts'
import { Machine } from './machine.ts'
import { BranchName, Commit, Instant, Region, RepositoryPath, Slug } from './names.ts'
import { SetVariable } from './variable.ts'

export const StackNames = z.enum(['auto', 'keep', 'prefix'])
export type StackNames = z.infer<typeof StackNames>

const script = z
  .string()
  .min(1)
  .max(4_000, 'must have at most 4000 characters')
  .regex(/^[^\0]*$/, 'must not hold a NUL character')
  .nullable()

/** What people may change of an environment. */
export const EnvironmentSettings = z.object({
  branch: BranchName.nullable().describe('The branch whose pushes it deploys, or none'),
  protected: z.boolean().describe('Changes only by promotion, rollback or teardown, asked for by a person'),
  allow: Allow.describe('Who may change what runs in it'),
  account: Slug.nullable().describe("Where it deploys to; null: the machine's own AWS credentials"),
  region: Region.nullable().describe("Null: the account's region"),
  tests: z.boolean(),
  testCommand: z
    .string()
    .min(1)
    .max(1000, 'must have at most 1000 characters')
    .regex(/^[^\0]*$/, 'must not hold a NUL character')
    .nullable()
    .describe('Null: the detected one'),
  timeoutMinutes: z
    .number()
    .int()
    .min(1)
    .max(24 * 60),
  stackNames: StackNames,
  beforeDeploy: script.describe("A script to run before each deployment here, after the repository's own"),
  afterDeploy: script.describe("A script to run after each success here, after the repository's own"),
  machine: Machine.nullable()
    .optional()
    .describe('What its builds run on; null: 1 vCPU and 4 GB, arm64. Absent: the machine of the server'),
})
export type EnvironmentSettings = z.infer<typeof EnvironmentSettings>

export const Environment = EnvironmentSettings.extend({
  app: Slug,
  name: Slug,
  position: z.number().int().describe('Order in the pipeline, from 0'),
})
export type Environment = z.infer<typeof Environment>

export const App = z.object({
  name: Slug,
  repository: z.string().min(1).max(2000).describe('A git URL or an absolute path on the server'),
  path: RepositoryPath.describe("The app's folder in the repository"),
  defaultBranch: BranchName,
  createdAt: Instant,
})
export type App = z.infer<typeof App>

export const CreateApp = z.strictObject({
  name: Slug,
  repository: App.shape.repository,
  path: RepositoryPath.default('.'),
  branch: BranchName.optional().describe("Default: the remote's default branch"),
  account: Slug.optional(),
  region: Region.optional().describe("Of its environments; default: the account's"),
  environments: z.array(Slug).min(1).max(20).default(['development', 'staging', 'production']),
  variables: z.array(SetVariable).max(200).default([]).describe('Of every environment, from the first deployment on'),
  beforeDeploy: script.optional().describe('Of every environment: a script to run before each deployment'),
})
export type CreateApp = z.input<typeof CreateApp>

export const SetEnvironment = EnvironmentSettings.partial()
  .extend({
    allow: SetAllow.optional().describe('Only what is named changes'),
    machine: Machine.partial()
      .strict()
      .nullable()
      .optional()
      .describe('Only what is named changes; null: the usual one'),
    after: Slug.nullable().optional().describe('Moves it behind this one; null: to the front'),
  })
  .strict()
export type SetEnvironment = z.input<typeof SetEnvironment>

/** What people may change of an app. What was deployed from the old place stays as it is. */
export const SetApp = z.strictObject({
  repository: App.shape.repository.optional(),
  path: RepositoryPath.optional(),
  defaultBranch: BranchName.optional(),
})
export type SetApp = z.input<typeof SetApp>

export const AddEnvironment = z.strictObject({
  name: Slug,
  after: Slug.optional().describe('Default: at the end'),
  branch: BranchName.optional(),
  account: Slug.optional(),
  protected: z.boolean().default(false),
})
export type AddEnvironment = z.input<typeof AddEnvironment>

export const EnvironmentStatusName = z.enum(['empty', 'deploying', 'deployed', 'removing', 'removed', 'error'])
export type EnvironmentStatusName = z.infer<typeof EnvironmentStatusName>

export const EnvironmentStatus = Environment.pick({
  name: true,
  branch: true,
  protected: true,
  account: true,
  region: true,
  stackNames: true,
  allow: true,
}).extend({
  status: EnvironmentStatusName,
  live: DeploymentSummary.nullable().describe('The last success that still stands in the cloud'),
  latest: DeploymentSummary.nullable().describe('The last attempt'),
  running: DeploymentSummary.nullable().describe('What happens now'),
  queued: z.array(z.number().int()).describe('Numbers of the deployments that wait'),
  tearingDown: z
    .number()
    .int()
    .nullable()
    .describe('Number of the teardown that runs or waits and that nothing comes after; null: none'),
  outputs: Outputs.describe('Of the live deployment'),
  brokenBy: DeploymentSummary.nullable().describe('What ended in the midst of a change, where the status is `error`'),
  leftBehind: z.array(RetainedResource).describe('What teardowns left in the cloud and nobody has deleted since'),
  behind: z
    .number()
    .int()
    .nullable()
    .describe('Commits that are live in the environment before it and not here; null: not to be said'),
  ahead: z
    .number()
    .int()
    .nullable()
    .describe('Commits that are live here and not in the environment before it; null: not to be said'),
  notDeployed: z
    .object({ commit: Commit, reason: z.string(), at: Instant })
    .nullable()
    .describe('The newest push, where it was decided not to deploy it'),
  branchProblem: z.string().nullable().describe('Why no push comes by the branch that it follows'),
  protectedReason: z.string().nullable().describe('Why no push comes here'),
  refused: Refusals.describe('What the caller may not do here, and why'),
})
export type EnvironmentStatus = z.infer<typeof EnvironmentStatus>

export const AppStatus = z.object({
  app: Slug,
  repository: z.string(),
  path: RepositoryPath,
  defaultBranch: z.string(),
  createdAt: Instant,
  sourceProblem: z.string().nullable().describe('Why the repository could not be read last time'),
  refused: Refusals.describe('What the caller may not do with the app, and why'),
  environments: z.array(EnvironmentStatus),
})
export type AppStatus = z.infer<typeof AppStatus>

/** Every app of a server at a glance. */
export const ServerStatus = z.object({
  apps: z.array(
    AppStatus.pick({ app: true, repository: true, sourceProblem: true, refused: true }).extend({
      lastActivity: Instant.nullable().describe('When its newest attempt was asked for'),
      environments: z.array(
        z.object({
          name: Slug,
          status: EnvironmentStatusName,
          protected: z.boolean(),
          account: Environment.shape.account,
          live: DeploymentSummary.pick({ number: true, commit: true, title: true }).nullable(),
          latest: DeploymentSummary.pick({ number: true, state: true, title: true, requestedAt: true }).nullable(),
          refused: EnvironmentStatus.shape.refused,
        }),
      ),
    }),
  ),
})
export type ServerStatus = z.infer<typeof ServerStatus>

/** Why a commit did or did not deploy to one environment. */
export const Explanation = z.object({
  environment: Slug,
  deployed: z.boolean(),
  reason: z.string(),
  deployments: z.array(z.number().int()),
})
export type Explanation = z.infer<typeof Explanation>

export const GitCommit = z.object({
  commit: Commit,
  title: z.string(),
  author: z.string(),
  at: Instant,
})
export type GitCommit = z.infer<typeof GitCommit>
