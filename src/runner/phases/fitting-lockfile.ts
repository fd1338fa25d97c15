import { mayWriteLockfile } from '../../frameworks/packages/install.ts'
import type { Command, Plan } from '../../frameworks/plan.ts'
import { joinPath, type Reader } from '../../frameworks/reader.ts'
import { fail } from '../job/phase.ts'

/** Runs a command, and ends the job where it had to change the lockfile: what comes next would install by a guess. */
export async function withFittingLockfile(
  tree: Reader,
  { packages: { folder, lockfile } }: Pick<Plan, 'packages'>,
  command: Command,
  run: () => Promise<unknown>,
): Promise<void> {
  const checks = lockfile !== null && 'argv' in command && mayWriteLockfile(command.argv)
  // Checked out with other ends of lines it is the same.
  const read = async () =>
    checks ? (await tree.read(joinPath(folder, lockfile)))?.replaceAll('\r\n', '\n') : undefined
  const before = await read()
  await run()
  if ((await read()) === before) return
  throw fail(
    'install_failed',
    'install',
    `${lockfile} does not fit package.json, of the root or of a member of the workspace.`,
    'Run `yarn install`, and commit the lockfile.',
  )
}
