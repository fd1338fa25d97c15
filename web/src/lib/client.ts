import { createClientOf } from '../../../src/client/client-of.ts'
import { accountsRoutes } from '../../../src/contract/routes/accounts.ts'
import { appsRoutes } from '../../../src/contract/routes/apps.ts'
import { commitsRoutes } from '../../../src/contract/routes/commits.ts'
import { deploymentsRoutes } from '../../../src/contract/routes/deployments.ts'
import { environmentsRoutes } from '../../../src/contract/routes/environments.ts'
import { serverRoutes } from '../../../src/contract/routes/server.ts'
import { sessionRoutes } from '../../../src/contract/routes/session.ts'

/**
 * The server that served this page; the session's cookie goes along by itself. It knows the routes of most screens; those of
 * one screen alone come with it (`features/people/client.ts`, `features/github/client.ts`), and those of runners not at all.
 */
export const client = createClientOf(
  {
    ...serverRoutes,
    ...sessionRoutes,
    ...accountsRoutes,
    ...appsRoutes,
    ...commitsRoutes,
    ...environmentsRoutes,
    ...deploymentsRoutes,
  },
  { url: '' },
)
