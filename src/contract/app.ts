import { z } from 'zod'
import { DeploymentSummary, Outputs } from './deployment.ts'
import { BranchName, Commit, Instant, Region, RepositoryPath, Slug } from './names.ts'

export const StackNames = z.enum(['auto', 'keep', 'prefix'])
export type StackNames = z.infer<typeof StackNames>

/** What people may change of an environment. */
export const EnvironmentSettings = z.object({
  branch: BranchName.nullable().describe('The branch whose pushes it deploys, or none'),
  protected: z.boolean().describe('Changes only by promotion, rollback or teardown, asked for by a person'),
  account: Slug.nullable().describe("Where it deploys to; null: the machine's own AWS credentials"),
  region: Region.nullable().describe("Null: the account's region"),
  tests: z.boolean(),
  testCommand: z
    .string()
    .min(1)
    .max(1000)
    .regex(/^[^\0]*$/, 'must not hold a NUL character')
    .nullable()
    .describe('Null: the detected one'),
  timeoutMinutes: z
    .number()
    .int()
    .min(1)
    .max(24 * 60),
  stackNames: StackNames,
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
  environments: z.array(Slug).min(1).max(20).default(['development', 'staging', 'production']),
})
export type CreateApp = z.input<typeof CreateApp>

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
}).extend({
  status: EnvironmentStatusName,
  live: DeploymentSummary.nullable().describe('The last success that still stands in the cloud'),
  latest: DeploymentSummary.nullable().describe('The last attempt'),
  queued: z.array(z.number().int()).describe('Numbers of the deployments that wait'),
  outputs: Outputs.describe('Of the live deployment'),
})
export type EnvironmentStatus = z.infer<typeof EnvironmentStatus>

export const AppStatus = z.object({
  app: Slug,
  repository: z.string(),
  sourceProblem: z.string().nullable().describe('Why the repository could not be read last time'),
  environments: z.array(EnvironmentStatus),
})
export type AppStatus = z.infer<typeof AppStatus>

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
