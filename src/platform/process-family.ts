import { hasInEnvironment, type ProcessEntry, processTable, readProcess, userOf } from './process-table.ts'

/** Processes that belong together, found again even after the first of them has died or has moved its children away. */
export interface Family {
  /** The process that all the others come from; led its own session when it was started. */
  readonly root: { readonly pid: number; readonly startedAt: number } | null
  /** `KEY=value` in the environment of every member: it stays with those who leave the session (daemons). */
  readonly cookie: string | null
  /** Everything that runs as this user is a member, whatever it hides. */
  readonly user?: number | undefined
  /** Members that must be left alone, and their ancestors: whoever is doing the ending. */
  readonly except?: readonly number[]
}

/** Pids of all that are alive. */
export function familyMembers(family: Family): number[] {
  const table = processTable()
  const members = new Set<number>()
  const rootIsOther = family.root !== null && table.some(p => p.pid === family.root?.pid && !isRoot(p, family))
  for (const entry of table) {
    const inSession = family.root !== null && !rootIsOther && entry.session === family.root.pid
    if (isRoot(entry, family) || inSession || isOf(entry, family) || carriesCookie(entry, family))
      members.add(entry.pid)
  }
  addRelatives(table, members)
  for (const pid of ancestry(table, [process.pid, ...(family.except ?? [])])) members.delete(pid)
  return [...members]
}

/**
 * Ends all members: SIGTERM, and what is left after `graceMs` is frozen and killed, so that not even a fork bomb
 * outruns it. Returns when none is left.
 */
export async function endFamily(family: Family, graceMs: number): Promise<void> {
  if (graceMs > 0 && signalAll(familyMembers(family), 'SIGTERM') > 0) {
    const end = performance.now() + graceMs
    for (let pause = 5; performance.now() < end; pause = Math.min(pause * 2, 100)) {
      await delay(pause)
      if (familyMembers(family).length === 0) return
    }
  }
  for (let pause = 1; ; pause = Math.min(pause * 2, 250)) {
    if (!killOnce(family)) return
    await delay(pause)
  }
}

/** Ends all that this process has started, and what those have, at once. */
export async function endChildren(): Promise<void> {
  const children = processTable().filter(({ parent }) => parent === process.pid)
  await Promise.all(children.map(root => endFamily({ root, cookie: null }, 0)))
}

/** @returns whether there was anything to kill. */
function killOnce(family: Family): boolean {
  const frozen = new Set<number>()
  // A frozen process forks no more: once a pass finds nobody new, the family is complete.
  for (let pass = 0; pass < 50; pass++) {
    const fresh = familyMembers(family).filter(pid => !frozen.has(pid))
    if (fresh.length === 0) break
    signalAll(fresh, 'SIGSTOP')
    for (const pid of fresh) frozen.add(pid)
  }
  return signalAll([...frozen], 'SIGKILL') > 0
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): number {
  let sent = 0
  for (const pid of pids) {
    try {
      process.kill(pid, signal)
      sent++
    } catch {
      // It is gone already, or belongs to another user, whom we could not end anyway.
    }
  }
  return sent
}

function isRoot(entry: ProcessEntry, family: Family): boolean {
  return entry.pid === family.root?.pid && entry.startedAt === family.root.startedAt
}

function carriesCookie(entry: ProcessEntry, { cookie, root }: Family): boolean {
  // Nobody is older than the first of the family; not looking into the others' environments makes this quick.
  return cookie !== null && entry.startedAt >= (root?.startedAt ?? 0) && hasInEnvironment(entry.pid, cookie)
}

const isOf = ({ pid }: ProcessEntry, { user }: Family): boolean => user !== undefined && userOf(pid) === user

/** Descendants of members, and whoever shares a group or session that a member leads. */
function addRelatives(table: readonly ProcessEntry[], members: Set<number>): void {
  for (let before = -1; before !== members.size; ) {
    before = members.size
    for (const { pid, parent, group, session } of table) {
      if (members.has(parent) || members.has(group) || members.has(session)) members.add(pid)
    }
  }
}

function ancestry(table: readonly ProcessEntry[], pids: readonly number[]): Set<number> {
  const parents = new Map(table.map(entry => [entry.pid, entry.parent]))
  const found = new Set<number>()
  for (const start of pids) {
    for (let pid: number | undefined = start; pid && !found.has(pid); pid = parents.get(pid)) found.add(pid)
  }
  return found
}

/** The root of a family from a pid that was just started; null if it has ended already. */
export function familyRoot(pid: number | undefined): Family['root'] {
  const entry = pid === undefined ? null : readProcess(pid)
  return entry && { pid: entry.pid, startedAt: entry.startedAt }
}

const delay = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
