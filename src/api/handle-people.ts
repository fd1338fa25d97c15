import { allow, allowNoLonger, listAdmissions } from '../core/person/admissions.ts'
import { listMembers, removeMember, setMember } from '../core/person/members.ts'
import type { Ports } from '../core/ports/ports.ts'
import { createToken, listTokens, revokeToken } from '../core/token/tokens.ts'
import type { Handlers } from './handlers.ts'
import type { Watching } from './live/tickets.ts'

type PeopleRoutes =
  | 'listMembers'
  | 'setMember'
  | 'removeMember'
  | 'listAdmissions'
  | 'setAdmission'
  | 'removeAdmission'
  | 'listTokens'
  | 'createToken'
  | 'revokeToken'

/** Who may do what. Whatever is taken away here is taken from live connections at once. */
export function peopleHandlers(ports: Ports, tickets: Watching): Pick<Handlers, PeopleRoutes> {
  const andReview = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work
    await tickets.review()
    return result
  }
  return {
    listMembers: ({ actor }) => listMembers(ports, actor),
    setMember: ({ actor, params, body }) => andReview(setMember(ports, actor, { ...params, ...body })),
    removeMember: async ({ actor, params, query }) =>
      void (await andReview(removeMember(ports, actor, params.login, query.app))),

    listAdmissions: ({ actor }) => listAdmissions(ports, actor),
    setAdmission: async ({ actor, body }) => {
      await andReview(allow(ports, actor, body))
      return ports.users.admissions()
    },
    removeAdmission: async ({ actor, query }) => {
      await andReview(allowNoLonger(ports, actor, query.who))
      return ports.users.admissions()
    },

    listTokens: ({ actor }) => listTokens(ports, actor),
    createToken: ({ actor, body }) => createToken(ports, actor, body),
    revokeToken: async ({ actor, params }) => void (await andReview(revokeToken(ports, actor, params.name))),
  }
}
