import type { Role } from '../../contract/access.ts'
import type { Member } from '../../contract/person.ts'
import type { Asker } from '../access/asker.ts'
import { can, demand } from '../access/can.ts'
import { findApp } from '../app/find-app.ts'
import { TrellisError } from '../errors.ts'
import type { Ports } from '../ports/ports.ts'
import type { UserRecord } from '../ports/user-store.ts'

/** Everybody, for all to see who may do what, of the apps that the asker sees. */
export async function listMembers(ports: Ports, asker: Asker): Promise<Member[]> {
  demand(asker, 'read', {})
  return (await ports.users.users()).map(user => show(user, asker))
}

export interface MemberWish {
  login: string
  role: Role
  /** Absent: on the whole server. */
  app?: string | undefined
}

/** Gives a role, also to somebody who never came yet. @throws TrellisError not_allowed, app_not_found, last_admin */
export async function setMember(ports: Ports, asker: Asker, { login, role, app }: MemberWish): Promise<Member> {
  demand(asker, 'administer', { app })
  if (app) await findApp(ports, app)
  const change = app ? { apps: { [app]: role } } : { role }
  const done = await ports.users.updateUser(login, change)
  if (done === 'last_admin') throw lastAdmin(login)
  if (done === 'missing') {
    const createdAt = ports.clock.now()
    const none = { githubId: null, name: null, role: null, apps: {}, confirmedAt: null, lastSeenAt: null }
    const added = await ports.users.addUser({ ...none, ...change, login, admitted: true, createdAt })
    // Somebody else added them meanwhile.
    if (!added) return setMember(ports, asker, { login, role, app })
  }
  return show(await found(ports, login), asker)
}

/**
 * Takes the role on one app away; without an app, forgets the person, with all that they are signed in with and all tokens
 * that they made.
 * @returns the hashes of the tokens of the sessions that it ended
 * @throws TrellisError not_allowed, member_not_found, last_admin
 */
export async function removeMember(ports: Ports, asker: Asker, login: string, app?: string): Promise<string[]> {
  demand(asker, 'administer', { app })
  const user = await found(ports, login)
  if (app) {
    if (!user.apps[app]) throw missing(`${login} has no role of their own on ${app}.`)
    await ports.users.updateUser(login, { apps: { [app]: null } })
    return []
  }
  if ((await ports.users.removeUser(login)) === 'last_admin') throw lastAdmin(login)
  await ports.users.removeAdmission(`@${login}`)
  for (const { name, maker } of await ports.tokens.tokens()) {
    if (maker === login) await ports.tokens.removeToken(name)
  }
  return ports.sessions.endAllOf({ kind: 'user', name: login })
}

/** What was given on an app goes with it: another app of that name must not inherit it. */
export async function forgetApp(ports: Ports, app: string): Promise<void> {
  for (const { login, apps } of await ports.users.users()) {
    if (apps[app]) await ports.users.updateUser(login, { apps: { [app]: null } })
  }
  for (const { name, scope } of await ports.tokens.tokens()) {
    if (scope.app === app) await ports.tokens.removeToken(name)
  }
}

async function found(ports: Ports, login: string): Promise<UserRecord> {
  const user = await ports.users.user(login)
  if (user) return user
  throw missing(`Nobody here is called ${login}.`)
}

const missing = (message: string) =>
  new TrellisError('member_not_found', message, '`trellis member list` shows those there are.')

const lastAdmin = (login: string) =>
  new TrellisError('last_admin', `${login} is the last admin.`, 'Make somebody else an admin first.')

const show = ({ login, name, role, apps, admitted, lastSeenAt }: UserRecord, asker: Asker): Member => ({
  login,
  name,
  role,
  apps: Object.fromEntries(Object.entries(apps).filter(([app]) => can(asker, 'read', { app }).allowed)),
  admitted,
  lastSeenAt: lastSeenAt === null ? null : new Date(lastSeenAt).toISOString(),
})
