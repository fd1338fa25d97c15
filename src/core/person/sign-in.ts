import { Login } from '../../contract/access.ts'
import type { Actor } from '../../contract/actor.ts'
import { TrellisError } from '../errors.ts'
import type { Identity } from '../ports/people-host.ts'
import type { Ports } from '../ports/ports.ts'
import type { UserRecord } from '../ports/user-store.ts'
import { whoMayCome } from './who-may-come.ts'

/**
 * Lets in whoever GitHub says it is. A browser of the owner's makes its person an admin: so the first one comes in.
 * @throws TrellisError sign_in_refused, and what PeopleHost.belongs throws
 */
export async function signIn(ports: Ports, identity: Identity, { ofOwner }: { ofOwner: boolean }): Promise<Actor> {
  const login = Login.safeParse(identity.login).data
  if (!login) throw refused(`${identity.login} is a name that Trellis cannot know anybody by.`)
  const known = await ports.users.user(login)
  if (known && known.githubId !== null && known.githubId !== identity.id) {
    throw refused(
      `${login} was another person here, who gave up that name at GitHub.`,
      `An admin can forget them: \`trellis member remove ${login}\`.`,
    )
  }
  if (ofOwner) await ports.users.saveAdmission({ who: `@${login}`, role: 'admin' })
  const welcome = await whoMayCome(ports, login, known !== null)
  if (!welcome) {
    throw refused(
      `${login} belongs to nothing that is let in here.`,
      'An admin can let you in: `trellis sign-in allow`, or under People.',
    )
  }
  const now = ports.clock.now()
  const seen = {
    githubId: identity.id,
    name: identity.name,
    admitted: true,
    confirmedAt: welcome.confirmed ? now : null,
    lastSeenAt: now,
    ...(ofOwner ? { role: 'admin' as const } : {}),
  }
  const fresh: UserRecord = { ...{ role: welcome.role, apps: {} }, ...seen, login, createdAt: now }
  if (!known && (await ports.users.addUser(fresh))) return { kind: 'user', name: login }
  await ports.users.updateUser(login, seen)
  return { kind: 'user', name: login }
}

const refused = (message: string, hint?: string) => new TrellisError('sign_in_refused', message, hint)
