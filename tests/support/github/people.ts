import { type Caller, Refused } from './authorize.ts'
import { type Asked, type Doors, paged, type Rest } from './door.ts'
import type { User } from './state.ts'

/** Users, and who belongs to which organisation and team. */
export function peopleDoors({ state, shapes }: Rest): Doors {
  const me = ({ caller }: Asked): User => {
    if (caller.kind === 'user') return caller.user
    throw new Refused(caller.kind === 'nobody' ? 401 : 403, 'Requires authentication')
  }
  const named = ({ path }: Asked): User => {
    const found = state.users.get(path.username ?? '')
    if (!found) throw new Refused(404, 'Not Found')
    return found
  }
  /** An App sees the members of an organisation only with a permission of its own, and of those that it is installed in. */
  const seesMembers = (caller: Caller, organisation: string): void => {
    if (caller.kind === 'user' && caller.user.organisations.has(organisation)) return
    if (caller.kind !== 'installation') throw new Refused(caller.kind === 'nobody' ? 401 : 403, 'Forbidden')
    if (caller.installation.account.toLowerCase() !== organisation.toLowerCase()) throw new Refused(404, 'Not Found')
    if (!caller.token.permissions.members) throw new Refused(403, 'Resource not accessible by integration')
  }
  const belongs = (user: User, organisation: string): boolean => user.organisations.has(organisation)
  return {
    'GET /user': asked => ({ body: shapes.user(me(asked)) }),
    'GET /users/{username}': asked => ({ body: shapes.user(named(asked)) }),
    'GET /user/orgs': asked => {
      const all = [...me(asked).organisations.keys()]
      return { body: paged(all, asked).map(one => shapes.organisation(one)), total: all.length }
    },
    'GET /user/teams': asked => {
      const all = [...me(asked).teams]
      return { body: paged(all, asked).map(one => shapes.team(one)), total: all.length }
    },
    'GET /user/memberships/orgs/{org}': asked => {
      const { org = '' } = asked.path
      if (!belongs(me(asked), org)) throw new Refused(404, 'Not Found')
      return { body: shapes.membership(me(asked), org) }
    },
    'GET /orgs/{org}/memberships/{username}': asked => {
      const { org = '' } = asked.path
      seesMembers(asked.caller, org)
      if (!belongs(named(asked), org)) throw new Refused(404, 'Not Found')
      return { body: shapes.membership(named(asked), org) }
    },
    'GET /orgs/{org}/members/{username}': asked => {
      const { org = '' } = asked.path
      seesMembers(asked.caller, org)
      return { status: state.users.has(asked.path.username ?? '') && belongs(named(asked), org) ? 204 : 404 }
    },
    'GET /orgs/{org}/teams/{team_slug}/memberships/{username}': asked => {
      const { org = '', team_slug: slug = '' } = asked.path
      seesMembers(asked.caller, org)
      const user = state.users.get(asked.path.username ?? '')
      return user?.teams.has(`${org}/${slug}`) ? { body: shapes.teamMembership() } : { status: 404 }
    },
  }
}
