import type { Environment } from '../../contract/app.ts'
import type { Ports } from '../ports/ports.ts'

/**
 * Changes an app's list of environments. Somebody else may change it meanwhile: then it is read and changed again, so that no
 * change is lost.
 * @param change may be called several times; what it throws, this throws.
 */
export async function changeEnvironments(
  ports: Ports,
  app: string,
  change: (before: readonly Environment[]) => readonly Environment[] | Promise<readonly Environment[]>,
): Promise<void> {
  for (;;) {
    const before = await ports.apps.environments(app)
    const after = (await change(before)).map((one, position) => ({ ...one, position }))
    if (!(await ports.apps.saveEnvironments(app, after, before))) continue
    ports.live.changed(app)
    return
  }
}
