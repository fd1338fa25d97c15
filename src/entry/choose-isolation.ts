import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { TrellisError } from '../core/errors.ts'
import { removeTree } from '../platform/remove-tree.ts'
import { pickIsolation } from '../runner/isolation/pick.ts'
import { surroundings } from '../runner/isolation/surroundings.ts'

export type IsolationWish = 'auto' | 'container' | 'sandbox' | 'process'

/** Tries what this machine can do, in a folder of its own below `scratch`. @throws TrellisError isolation_unavailable */
export async function chooseIsolation(
  wish: IsolationWish,
  { home, scratch }: { home: string; scratch: string },
): Promise<{ isolation: 'sandbox' | 'process'; warnings: string[] }> {
  if (wish === 'container') {
    throw unavailable('This Trellis does not build in containers yet', 'Choose --isolation sandbox or process.')
  }
  const trial = await mkdtemp(join(scratch, 'trial-'))
  const { readable } = surroundings(process.env, process.execPath)
  const settings = { cookie: 'TRELLIS_JOB=trial', writable: [trial], tmp: trial, readable, hide: [home], trial }
  const picked = await pickIsolation(wish, settings).finally(() => removeTree(trial))
  if (typeof picked === 'string') throw unavailable(picked, 'Install bubblewrap, or choose --isolation process.')
  const { isolation, whyNotStronger } = picked
  const warnings =
    isolation.name === 'process'
      ? [`Builds run as plain processes and can read what this user can read: ${whyNotStronger}.`]
      : []
  return { isolation: isolation.name, warnings }
}

const unavailable = (what: string, hint: string) => new TrellisError('isolation_unavailable', `${what}.`, hint)
