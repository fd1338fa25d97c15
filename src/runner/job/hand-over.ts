import { execFile } from 'node:child_process'
import { lchown, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import type { Isolation } from '../isolation/isolation.ts'

const execute = promisify(execFile)

type Whose = { readonly isolation: Pick<Isolation, 'user'> }

/**
 * Where steps are a user of their own, what the supervisor made for them becomes theirs, with all in it. No step may have had its
 * hands on it before: it could have put something else of the supervisor's there by a hard link.
 */
export async function handOver({ isolation: { user } }: Whose, ...paths: readonly string[]): Promise<void> {
  if (!user || paths.length === 0) return
  await execute('chown', ['-hR', `${user.uid}:${user.gid}`, '--', ...paths])
}

/** Makes a folder that a step may write, and what is missing above it. */
export async function makeForSteps({ isolation: { user } }: Whose, path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true })
  if (!user || first === undefined) return
  for (let made = path; made.length >= first.length; made = dirname(made)) await lchown(made, user.uid, user.gid)
}

/** For what the supervisor starts in order to read or write what is a step's: it can do no more than that. */
export const asSteps = ({ isolation: { user } }: Whose): { uid?: number; gid?: number } => user ?? {}
