import { createClientOf } from '../../../../src/client/client-of.ts'
import { loginRoutes } from '../../../../src/contract/routes/login.ts'
import { peopleRoutes } from '../../../../src/contract/routes/people.ts'
import { sessionRoutes } from '../../../../src/contract/routes/session.ts'
import { tokensRoutes } from '../../../../src/contract/routes/tokens.ts'

/** As `lib/client.ts`, for the screens about people. */
export const client = createClientOf(
  { ...peopleRoutes, ...tokensRoutes, ...loginRoutes, ...sessionRoutes },
  { url: '' },
)
