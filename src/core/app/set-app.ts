import type { SetApp } from '../../contract/app.ts'
import type { Asker } from '../access/asker.ts'
import { demand } from '../access/can.ts'
import { TrellisError } from '../errors.ts'
import { findOrigin } from '../github/origin.ts'
import type { AppRecord } from '../ports/app-store.ts'
import type { Ports } from '../ports/ports.ts'
import { checkFolder } from './check-folder.ts'
import { findApp } from './find-app.ts'
import { syncApp } from './sync-app.ts'

/**
 * Changes where an app comes from. What stands stays: the next deployment is the first from the new place.
 * @throws TrellisError app_not_found, branch_not_found, folder_not_found, and what SourceHost.branches throws
 */
export async function setApp(
  ports: Ports,
  actor: Asker,
  name: string,
  wish: { [Key in keyof SetApp]?: SetApp[Key] | undefined },
): Promise<AppRecord> {
  demand(actor, 'administer', { app: name })
  const app = await findApp(ports, name)
  const change = Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined))
  const { repository, path, defaultBranch } = { ...app, ...change }
  if (wish.repository || wish.defaultBranch || wish.path) {
    const { heads } = await ports.source.branches(repository)
    if (heads.size > 0 && !heads.has(defaultBranch)) {
      const known = [...heads.keys()].slice(0, 10).join(', ')
      throw new TrellisError('branch_not_found', `The repository has no branch ${defaultBranch}.`, `It has ${known}.`)
    }
    await checkFolder(ports, repository, { path, branch: defaultBranch, heads })
  }
  const moved = wish.repository ? { github: await findOrigin(ports, repository) } : {}
  await ports.apps.updateApp(name, { ...change, ...moved })
  ports.live.changed(name)
  await syncApp(ports, name)
  return findApp(ports, name)
}
