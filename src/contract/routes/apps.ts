import { z } from 'zod'
import { App, AppStatus, CreateApp } from '../app.ts'
import { WebhookSecret } from '../webhook.ts'
import { app } from './parameters.ts'
import type { Route } from './route.ts'

export const appsRoutes = {
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
