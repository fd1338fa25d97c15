import { type Asker, owner } from '../access/asker.ts'
import { demand } from '../access/can.ts'
import { TrellisError } from '../errors.ts'
import type { Ports } from '../ports/ports.ts'
import type { Admission } from '../ports/user-store.ts'
import { checkPeople } from './check-people.ts'
import { whoMayCome } from './who-may-come.ts'

/** Lets an organisation, a team or a person in. @returns the hashes of the tokens of the sessions that it ended */
export async function allow(ports: Ports, asker: Asker, { who, role }: Admission): Promise<string[]> {
  demand(asker, 'administer', {})
  // Asked about somebody, whoever it is: an organisation that the App cannot see would let nobody in, and everybody out.
  if (!who.startsWith('@')) await ports.people.belongs(asker.access.login, who)
  await ports.users.saveAdmission({ who, role })
  // Whoever lets an organisation in must not shut themselves out by it.
  const { login } = asker.access
  if (login !== owner.access.login && !(await whoMayCome(ports, login, true))) {
    await ports.users.saveAdmission({ who: `@${login}`, role: 'admin' })
  }
  return checkPeople(ports, { everybody: true })
}

/** Lets them in no longer. @returns as `allow`. @throws TrellisError member_not_found */
export async function allowNoLonger(ports: Ports, asker: Asker, who: string): Promise<string[]> {
  demand(asker, 'administer', {})
  if (!(await ports.users.removeAdmission(who))) {
    throw new TrellisError('member_not_found', `${who} is not let in.`, '`trellis sign-in list` shows who is.')
  }
  return checkPeople(ports, { everybody: true })
}

export async function listAdmissions(ports: Ports, asker: Asker): Promise<Admission[]> {
  demand(asker, 'read', {})
  return ports.users.admissions()
}
