import { z } from 'zod'
import { Account, AddAccount } from './account.ts'
import {
  AddEnvironment,
  App,
  AppStatus,
  CreateApp,
  Environment,
  EnvironmentSettings,
  Explanation,
  GitCommit,
} from './app.ts'
import { Deployment } from './deployment.ts'
import { ClaimJob, CloudCredentials, EventsAnswer, JobSpec, PostEvents } from './job.ts'
import { LiveTicket } from './live.ts'
import { LogPage } from './log.ts'
import { BranchName, Commit, Slug } from './names.ts'
import { Health, ServerInfo } from './server.ts'
import { SetVariable, Variable, VariablesSaved } from './variable.ts'
import { WebhookSecret } from './webhook.ts'

/**
 * Every door of the HTTP API, as data: the server mounts and documents this table, the client calls it. What is not
 * here is not served (but for the live socket and the API's own description).
 */
export interface Route {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  path: string
  summary: string
  /** `none`: open; `user`: a person's or machine's token; `job`: a runner's; `signature`: HMAC over the body. */
  auth: 'none' | 'user' | 'job' | 'signature'
  params?: z.ZodObject
  query?: z.ZodObject
  /** `bytes`: a stream. */
  body?: z.ZodType | 'bytes'
  status: 200 | 201 | 202 | 204
  response: z.ZodType | 'bytes' | 'empty'
}

const app = z.object({ app: Slug })
const environment = z.object({ app: Slug, environment: Slug })
const deployment = environment.extend({
  number: z.union([z.literal('latest'), z.coerce.number().int().positive()]),
})
const job = z.object({ deployment: z.string().regex(/^[\w-]{1,100}$/) })
const limit = (most: number, usual: number) => z.coerce.number().int().min(1).max(most).default(usual)

export const routes = {
  health: {
    method: 'get',
    path: '/healthz',
    summary: 'Whether the server runs',
    auth: 'none',
    status: 200,
    response: Health,
  },
  server: {
    method: 'get',
    path: '/api/v1/server',
    summary: 'About this server',
    auth: 'user',
    status: 200,
    response: ServerInfo,
  },

  listAccounts: {
    method: 'get',
    path: '/api/v1/accounts',
    summary: 'List the accounts',
    auth: 'user',
    status: 200,
    response: z.array(Account),
  },
  addAccount: {
    method: 'post',
    path: '/api/v1/accounts',
    summary: 'Add an account',
    auth: 'user',
    body: AddAccount,
    status: 201,
    response: Account,
  },
  removeAccount: {
    method: 'delete',
    path: '/api/v1/accounts/{account}',
    summary: 'Remove an account',
    auth: 'user',
    params: z.object({ account: Slug }),
    status: 204,
    response: 'empty',
  },
  bootstrapAccount: {
    method: 'post',
    path: '/api/v1/accounts/{account}/bootstrap',
    summary: 'Prepare an account for CDK',
    auth: 'user',
    params: z.object({ account: Slug }),
    status: 200,
    response: z.object({ lines: z.array(z.string()) }),
  },

  listApps: {
    method: 'get',
    path: '/api/v1/apps',
    summary: 'List the apps',
    auth: 'user',
    status: 200,
    response: z.array(App),
  },
  createApp: {
    method: 'post',
    path: '/api/v1/apps',
    summary: 'Connect a repository',
    auth: 'user',
    body: CreateApp,
    status: 201,
    response: App,
  },
  showApp: {
    method: 'get',
    path: '/api/v1/apps/{app}',
    summary: 'Show an app',
    auth: 'user',
    params: app,
    status: 200,
    response: App,
  },
  deleteApp: {
    method: 'delete',
    path: '/api/v1/apps/{app}',
    summary: 'Forget an app',
    auth: 'user',
    params: app,
    query: z.object({ leaveResources: z.stringbool().default(false) }),
    status: 204,
    response: 'empty',
  },
  appStatus: {
    method: 'get',
    path: '/api/v1/apps/{app}/status',
    summary: 'Status of every environment',
    auth: 'user',
    params: app,
    status: 200,
    response: AppStatus,
  },
  rotateWebhook: {
    method: 'post',
    path: '/api/v1/apps/{app}/webhook',
    summary: 'Make a new webhook secret',
    auth: 'user',
    params: app,
    status: 200,
    response: WebhookSecret,
  },
  listBranches: {
    method: 'get',
    path: '/api/v1/apps/{app}/branches',
    summary: "List the repository's branches",
    auth: 'user',
    params: app,
    status: 200,
    response: z.array(z.object({ name: z.string(), commit: Commit })),
  },
  listCommits: {
    method: 'get',
    path: '/api/v1/apps/{app}/commits',
    summary: 'List the newest commits of a branch',
    auth: 'user',
    params: app,
    query: z.object({ branch: BranchName.optional(), limit: limit(200, 30) }),
    status: 200,
    response: z.array(GitCommit),
  },
  compareCommits: {
    method: 'get',
    path: '/api/v1/apps/{app}/compare',
    summary: 'What head has and base lacks, oldest first',
    auth: 'user',
    params: app,
    query: z.object({ base: Commit, head: Commit }),
    status: 200,
    response: z.object({ commits: z.array(GitCommit), behind: z.number().int() }),
  },
  explainCommit: {
    method: 'get',
    path: '/api/v1/apps/{app}/explain/{commit}',
    summary: 'Why a commit did or did not deploy',
    auth: 'user',
    params: app.extend({ commit: Commit }),
    status: 200,
    response: z.array(Explanation),
  },

  listEnvironments: {
    method: 'get',
    path: '/api/v1/apps/{app}/environments',
    summary: 'List the environments in order',
    auth: 'user',
    params: app,
    status: 200,
    response: z.array(Environment),
  },
  addEnvironment: {
    method: 'post',
    path: '/api/v1/apps/{app}/environments',
    summary: 'Add an environment',
    auth: 'user',
    params: app,
    body: AddEnvironment,
    status: 201,
    response: Environment,
  },
  setEnvironment: {
    method: 'patch',
    path: '/api/v1/apps/{app}/environments/{environment}',
    summary: "Change an environment's settings",
    auth: 'user',
    params: environment,
    body: EnvironmentSettings.partial().strict(),
    status: 200,
    response: Environment,
  },
  removeEnvironment: {
    method: 'delete',
    path: '/api/v1/apps/{app}/environments/{environment}',
    summary: 'Remove an empty environment',
    auth: 'user',
    params: environment,
    status: 204,
    response: 'empty',
  },
  listVariables: {
    method: 'get',
    path: '/api/v1/apps/{app}/environments/{environment}/variables',
    summary: 'List the variables',
    auth: 'user',
    params: environment,
    status: 200,
    response: z.array(Variable),
  },
  setVariables: {
    method: 'put',
    path: '/api/v1/apps/{app}/environments/{environment}/variables',
    summary: 'Set variables; others stay',
    auth: 'user',
    params: environment,
    body: z.array(SetVariable).min(1).max(200),
    status: 200,
    response: VariablesSaved,
  },
  unsetVariable: {
    method: 'delete',
    path: '/api/v1/apps/{app}/environments/{environment}/variables/{key}',
    summary: 'Remove a variable',
    auth: 'user',
    params: environment.extend({ key: z.string() }),
    status: 204,
    response: 'empty',
  },

  deploy: {
    method: 'post',
    path: '/api/v1/apps/{app}/environments/{environment}/deploy',
    summary: 'Deploy a commit or the head of a branch',
    auth: 'user',
    params: environment,
    body: z.strictObject({ commit: Commit.optional(), branch: BranchName.optional() }),
    status: 202,
    response: Deployment,
  },
  promote: {
    method: 'post',
    path: '/api/v1/apps/{app}/environments/{environment}/promote',
    summary: 'Promote the live commit to another environment',
    auth: 'user',
    params: environment,
    body: z.strictObject({ to: Slug.optional().describe('Default: the next one') }),
    status: 202,
    response: Deployment,
  },
  rollback: {
    method: 'post',
    path: '/api/v1/apps/{app}/environments/{environment}/rollback',
    summary: 'Return to an earlier success',
    auth: 'user',
    params: environment,
    body: z.strictObject({ to: z.number().int().positive().optional() }),
    status: 202,
    response: Deployment,
  },
  teardown: {
    method: 'post',
    path: '/api/v1/apps/{app}/environments/{environment}/teardown',
    summary: 'Remove everything from the cloud',
    auth: 'user',
    params: environment,
    body: z.strictObject({
      confirm: z.string().describe("The environment's name"),
      deleteRetained: z.boolean().default(false),
    }),
    status: 202,
    response: Deployment,
  },
  cancel: {
    method: 'post',
    path: '/api/v1/apps/{app}/environments/{environment}/cancel',
    summary: 'Cancel what runs, else what is queued',
    auth: 'user',
    params: environment,
    status: 202,
    response: Deployment,
  },
  listDeployments: {
    method: 'get',
    path: '/api/v1/apps/{app}/deployments',
    summary: 'History, newest first',
    auth: 'user',
    params: app,
    query: z.object({
      environment: Slug.optional(),
      before: z.string().optional().describe('An id: only older ones'),
      limit: limit(100, 30),
    }),
    status: 200,
    response: z.array(Deployment),
  },
  showDeployment: {
    method: 'get',
    path: '/api/v1/apps/{app}/environments/{environment}/deployments/{number}',
    summary: 'Show a deployment',
    auth: 'user',
    params: deployment,
    status: 200,
    response: Deployment,
  },
  readLog: {
    method: 'get',
    path: '/api/v1/apps/{app}/environments/{environment}/deployments/{number}/log',
    summary: 'A page of the log',
    auth: 'user',
    params: deployment,
    query: z.object({ from: z.coerce.number().int().min(1).default(1), limit: limit(5_000, 1_000) }),
    status: 200,
    response: LogPage,
  },
  liveTicket: {
    method: 'post',
    path: '/api/v1/live/tickets',
    summary: 'A ticket for the live stream',
    auth: 'user',
    status: 200,
    response: LiveTicket,
  },

  claimJob: {
    method: 'post',
    path: '/api/v1/jobs/claim',
    summary: 'A runner takes its job',
    auth: 'job',
    body: ClaimJob,
    status: 200,
    response: z.object({ job: JobSpec }),
  },
  postEvents: {
    method: 'post',
    path: '/api/v1/jobs/{deployment}/events',
    summary: 'A runner reports',
    auth: 'job',
    params: job,
    body: PostEvents,
    status: 200,
    response: EventsAnswer,
  },
  renewCredentials: {
    method: 'post',
    path: '/api/v1/jobs/{deployment}/credentials',
    summary: 'Fresh cloud credentials for a running job',
    auth: 'job',
    params: job,
    status: 200,
    response: CloudCredentials,
  },
  putArtifact: {
    method: 'put',
    path: '/api/v1/jobs/{deployment}/artifact',
    summary: 'A runner keeps what it deployed',
    auth: 'job',
    params: job,
    body: 'bytes',
    status: 200,
    response: z.object({ digest: z.string(), bytes: z.number().int() }),
  },
  getArtifact: {
    method: 'get',
    path: '/api/v1/jobs/{deployment}/artifact',
    summary: 'A runner fetches what it shall deploy',
    auth: 'job',
    params: job,
    status: 200,
    response: 'bytes',
  },

  gitWebhook: {
    method: 'post',
    path: '/webhooks/git/{app}',
    summary: 'A git host tells of a push',
    auth: 'signature',
    params: app,
    body: 'bytes',
    status: 202,
    response: z.object({ accepted: z.literal(true) }),
  },
} as const satisfies Record<string, Route>

export type RouteName = keyof typeof routes
