import type { Role } from '../../contract/access.ts'
import type { Ports } from '../ports/ports.ts'
import type { Admission } from '../ports/user-store.ts'

const order = ['viewer', 'deployer', 'admin'] as const

export interface Welcome {
  /** What a newcomer is; null: nothing says so. */
  role: Role | null
  /** GitHub said so, and may say otherwise later. */
  confirmed: boolean
}

/**
 * Whether a person may come in: as a member of an organisation or a team that is let in, or because they are named. As long
 * as nothing is let in as a whole, whoever was given a role may come.
 * @returns null: they may not
 * @throws what PeopleHost.belongs throws, unless somebody else's word is enough
 */
export async function whoMayCome(ports: Ports, login: string, known: boolean): Promise<Welcome | null> {
  const admissions = await ports.users.admissions()
  const named = admissions.find(({ who }) => who === `@${login}`)
  const places = admissions.filter(({ who }) => !who.startsWith('@'))
  if (named) return { role: named.role, confirmed: false }
  if (places.length === 0) return known ? { role: null, confirmed: false } : null
  const memberships = await Promise.allSettled(places.map(({ who }) => ports.people.belongs(login, who)))
  const roles = places.filter((_, index) => isTrue(memberships[index])).map(({ role }) => role)
  if (roles.length > 0) return { role: highest(roles), confirmed: true }
  const trouble = memberships.find(one => one.status === 'rejected')
  if (trouble) throw trouble.reason
  return null
}

const isTrue = (settled: PromiseSettledResult<boolean> | undefined): boolean =>
  settled?.status === 'fulfilled' && settled.value

const highest = (roles: readonly Admission['role'][]): Role =>
  order[Math.max(...roles.map(role => order.indexOf(role)))] ?? 'viewer'
