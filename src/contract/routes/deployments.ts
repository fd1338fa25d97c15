import { z } from 'zod'
import { Deployment, DeploymentKind, DeploymentState } from '../deployment.ts'
import { LogMatches, LogPage, SearchLog } from '../log.ts'
import { BranchName, CommitName, Slug } from '../names.ts'
import { PromotionPreview, RollbackChoice, Standing, Staying } from '../preview.ts'
import { app, deployment, environment, limit } from './parameters.ts'
import type { Route } from './route.ts'

/** What a history can be narrowed to. */
const history = z.object({
  environment: Slug.optional(),
  kind: DeploymentKind.optional(),
  state: DeploymentState.optional(),
  actor: z
    .string()
    .max(300)
    .optional()
    .describe('The name of whoever asked for it; of a push, of the author of its commit'),
  before: z.string().optional().describe('An id: only older ones'),
  limit: limit(100, 30),
})

export const deploymentsRoutes = {
  deploy: {
    method: 'post',
    path: '/api/v1/apps/{app}/environments/{environment}/deploy',
    summary: 'Deploy a commit or the head of a branch',
    auth: 'user',
    may: 'deploy',
    params: environment,
    body: z.strictObject({ commit: CommitName.optional(), branch: BranchName.optional() }),
    status: 202,
    response: Deployment,
  },
  promote: {
    method: 'post',
    path: '/api/v1/apps/{app}/environments/{environment}/promote',
    summary: 'Promote the live commit to another environment',
    auth: 'user',
    may: 'promote',
    somewhere: true,
    params: environment,
    body: z.strictObject({
      to: Slug.optional().describe('Default: the next one'),
      number: z
        .number()
        .int()
        .positive()
        .optional()
        .describe('The deployment that is meant: where another one is live by then, nothing is promoted'),
    }),
    status: 202,
    response: Deployment,
  },
  rollback: {
    method: 'post',
    path: '/api/v1/apps/{app}/environments/{environment}/rollback',
    summary: 'Return to an earlier success',
    auth: 'user',
    may: 'rollback',
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
    may: 'teardown',
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
    may: 'cancel',
    params: environment,
    query: z.object({
      number: z.coerce
        .number()
        .int()
        .positive()
        .optional()
        .describe('The deployment that is meant: where that is over by then, nothing is cancelled'),
    }),
    status: 202,
    response: Deployment,
  },
  promotionPreview: {
    method: 'get',
    path: '/api/v1/apps/{app}/environments/{environment}/promotion',
    summary: 'What a promotion would do now',
    auth: 'user',
    may: 'read',
    params: environment,
    query: z.object({ to: Slug.optional().describe('Default: the next one') }),
    status: 200,
    response: PromotionPreview,
  },
  rollbackChoices: {
    method: 'get',
    path: '/api/v1/apps/{app}/environments/{environment}/rollbacks',
    summary: 'Earlier successes to return to, newest first',
    auth: 'user',
    may: 'read',
    params: environment,
    status: 200,
    response: z.array(RollbackChoice),
  },
  standing: {
    method: 'get',
    path: '/api/v1/apps/{app}/environments/{environment}/standing',
    summary: 'What a teardown would delete',
    auth: 'user',
    may: 'read',
    params: environment,
    status: 200,
    response: Standing,
  },
  staying: {
    method: 'get',
    path: '/api/v1/apps/{app}/environments/{environment}/staying',
    summary: 'What a teardown would leave behind, asked of the cloud for a few seconds at most',
    auth: 'user',
    may: 'read',
    params: environment,
    status: 200,
    response: Staying,
  },
  listDeployments: {
    method: 'get',
    path: '/api/v1/apps/{app}/deployments',
    summary: 'History, newest first',
    auth: 'user',
    may: 'read',
    somewhere: true,
    params: app,
    query: history,
    status: 200,
    response: z.array(Deployment),
  },
  listAllDeployments: {
    method: 'get',
    path: '/api/v1/deployments',
    summary: 'History of every app, newest first',
    auth: 'user',
    may: 'signed-in',
    query: history.extend({ app: Slug.optional() }),
    status: 200,
    response: z.array(Deployment),
  },
  listActors: {
    method: 'get',
    path: '/api/v1/deployments/actors',
    summary: 'Whoever asked for a deployment, and the authors of pushes',
    auth: 'user',
    may: 'signed-in',
    query: z.object({ app: Slug.optional() }),
    status: 200,
    response: z.array(z.string()),
  },
  showDeployment: {
    method: 'get',
    path: '/api/v1/apps/{app}/environments/{environment}/deployments/{number}',
    summary: 'Show a deployment',
    auth: 'user',
    may: 'read',
    params: deployment,
    status: 200,
    response: Deployment,
  },
  deploymentEnd: {
    method: 'get',
    path: '/api/v1/apps/{app}/environments/{environment}/deployments/{number}/end',
    summary: 'Wait for its success: 408 as long as it goes on, 409 when it came to another end',
    auth: 'user',
    may: 'read',
    params: deployment,
    query: z.object({
      within: z.coerce
        .number()
        .int()
        .min(0)
        .max(60)
        .default(25)
        .describe('Seconds until it answers 408; ask again then'),
    }),
    status: 200,
    response: Deployment,
  },
  readLog: {
    method: 'get',
    path: '/api/v1/apps/{app}/environments/{environment}/deployments/{number}/log',
    summary: 'A page of the log: as many lines as were asked for or as an answer holds; none: there are no more',
    auth: 'user',
    may: 'read',
    params: deployment,
    query: z.object({ from: z.coerce.number().int().min(1).default(1), limit: limit(5_000, 1_000) }),
    status: 200,
    response: LogPage,
  },
  searchLog: {
    method: 'get',
    path: '/api/v1/apps/{app}/environments/{environment}/deployments/{number}/log/search',
    summary: 'Lines that hold a text',
    auth: 'user',
    may: 'read',
    params: deployment,
    query: SearchLog,
    status: 200,
    response: LogMatches,
  },
  rawLog: {
    method: 'get',
    path: '/api/v1/apps/{app}/environments/{environment}/deployments/{number}/log/raw',
    summary: 'The whole log as text',
    auth: 'user',
    may: 'read',
    params: deployment,
    status: 200,
    response: 'bytes',
    download: '{app}-{environment}-{number}.log',
    elsewhere: true,
  },
} as const satisfies Record<string, Route>
