import { z } from 'zod'
import { Deployment } from '../deployment.ts'
import { LogPage } from '../log.ts'
import { BranchName, Commit, Slug } from '../names.ts'
import { app, deployment, environment, limit } from './parameters.ts'
import type { Route } from './route.ts'

export const deploymentsRoutes = {
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
} as const satisfies Record<string, Route>
