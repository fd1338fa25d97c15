import { demo } from '../cli/demo/demo.ts'
import type { DemoOptions, DemoStep } from '../cli/world.ts'
import { TrellisError } from '../core/errors.ts'
import { endChildren } from '../platform/process-family.ts'
import { removeTree } from '../platform/remove-tree.ts'
import { startServer } from './local.ts'

/** @throws TrellisError internal when its folder cannot be removed */
export const runDemo = ({ started, ended, signal, keep }: DemoOptions): Promise<DemoStep[]> =>
  demo({
    printer: { started, ended },
    signal,
    startServer: home =>
      startServer({ home, host: '127.0.0.1', port: 0, isolation: 'auto', pollEvery: 500, logLevel: 'silent' }),
    clearAway,
    keep,
  })

/** Once emulator and server are gone: what else was started, as git and the CDK, writes to the folder no more. */
async function clearAway(folder: string): Promise<void> {
  await endChildren()
  await removeTree(folder).catch((cause: Error) => {
    throw new TrellisError(
      'internal',
      `${folder} could not be removed: ${cause.message}`,
      `Remove it: rm -r ${folder}`,
      {
        cause,
      },
    )
  })
}
