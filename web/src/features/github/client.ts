import { createClientOf } from '../../../../src/client/client-of.ts'
import { gitHubRoutes } from '../../../../src/contract/routes/github.ts'

/** As `lib/client.ts`, for what is about GitHub. */
export const client = createClientOf(gitHubRoutes, { url: '' })
