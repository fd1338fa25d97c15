import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { removeShortPath, shortPath } from '../../platform/short-path.ts'
import type { Isolation, StepUser } from './isolation.ts'
import { launch, notStarted } from './launch.ts'
import { whyNotPassable } from './nul.ts'

export interface UserSettings {
  readonly user: StepUser
  readonly cookie: string
  readonly tmp: string
  /** Where it is: by it no step gets any right that it was not started with, through no program of the image. */
  readonly setpriv: string | null
}

/**
 * Steps are another user's than the supervisor, which is root: they can neither read its memory, environment and files nor stop it,
 * and whatever is left of them is known by its user. They see the files of the machine that everybody may.
 */
export function userIsolation({ user, cookie, tmp, setpriv }: UserSettings): Isolation {
  const bounded = setpriv === null ? [] : [setpriv, '--no-new-privs', '--']
  return {
    name: 'user',
    user,
    tmp: shortPath(tmp),
    overlays: async () => false,
    warm() {},
    close: async () => removeShortPath(tmp),
    run(command, signal) {
      const refusal = whyNotPassable(command)
      if (refusal) return notStarted(refusal)
      const argv = [...bounded, ...command.argv] as [string, ...string[]]
      const whose = command.beside ? { cookie: null } : { cookie, everythingOf: user.uid }
      return launch({ ...command, ...whose, argv, user, session: 'own', leftovers: 'end' }, signal)
    },
  }
}

/** Bits of CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_FOWNER, CAP_KILL, CAP_SETGID and CAP_SETUID. */
const needed = [0, 1, 3, 5, 6, 7]

/** Why this process cannot start others as somebody else and rule over them; null: it can. */
export function whyNotUser(): string | null {
  if (process.getuid?.() !== 0) return 'the image does not start as root'
  const held = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)/m.exec(textOf('/proc/self/status'))?.[1] ?? '0'}`)
  return needed.every(bit => (held >> BigInt(bit)) & 1n)
    ? null
    : 'the root of this container may not change to another user'
}

const name = 'trellis'

/** A user that nobody else is. The machine is told of it, since some programs end when nobody knows who they are. */
export function makeUser(home: string, etc = '/etc'): StepUser {
  const files = { users: join(etc, 'passwd'), groups: join(etc, 'group') }
  const [users, groups] = [textOf(files.users), textOf(files.groups)]
  let id = 10_000
  while (isTaken(users, id) || isTaken(groups, id)) id++
  try {
    addLine(files.users, users, `${name}:x:${id}:${id}:Trellis:${home}:/bin/sh`)
    addLine(files.groups, groups, `${name}:x:${id}:`)
  } catch {
    // A system that cannot be written to: it works without a name as well.
  }
  return { uid: id, gid: id }
}

/** Also as the group of a user. */
const isTaken = (text: string, id: number): boolean => new RegExp(`^[^:]*:[^:]*:(\\d*:)?${id}:`, 'm').test(text)

/** To a last line that does not end, too. */
function addLine(file: string, known: string, line: string): void {
  appendFileSync(file, `${known === '' || known.endsWith('\n') ? '' : '\n'}${line}\n`)
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
