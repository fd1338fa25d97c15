import { accountsRoutes } from './routes/accounts.ts'
import { appsRoutes } from './routes/apps.ts'
import { commitsRoutes } from './routes/commits.ts'
import { deploymentsRoutes } from './routes/deployments.ts'
import { environmentsRoutes } from './routes/environments.ts'
import { gitHubRoutes } from './routes/github.ts'
import { jobsRoutes } from './routes/jobs.ts'
import { loginRoutes } from './routes/login.ts'
import { peopleRoutes } from './routes/people.ts'
import { serverRoutes } from './routes/server.ts'
import { sessionRoutes } from './routes/session.ts'
import { tokensRoutes } from './routes/tokens.ts'

export type { Route } from './routes/route.ts'

/**
 * Every door of the HTTP API, as data: the server mounts and documents this table, the client calls it. What is not
 * here is not served (but for the live socket and the API's own description).
 */
export const routes = {
  ...serverRoutes,
  ...sessionRoutes,
  ...loginRoutes,
  ...peopleRoutes,
  ...tokensRoutes,
  ...accountsRoutes,
  ...appsRoutes,
  ...commitsRoutes,
  ...environmentsRoutes,
  ...deploymentsRoutes,
  ...gitHubRoutes,
  ...jobsRoutes,
}

export type RouteName = keyof typeof routes

/** What people and their programs call: all but what is for runners. */
export type PeoplesRouteName = {
  [N in RouteName]: (typeof routes)[N]['auth'] extends 'job' ? never : N
}[RouteName]
