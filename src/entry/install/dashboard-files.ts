import { existsSync } from 'node:fs'
import { glob, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { TrellisError } from '../../core/errors.ts'
import { buildDashboard } from '../build-dashboard.ts'
import { dashboardFolder, packageRoot } from '../dashboard-folder.ts'
import type { Say } from './cloud.ts'

export interface DashboardFiles {
  folder: string
  /** Below it, with `/`. Those that were compressed for one machine are not among them: CloudFront does that by itself. */
  names: string[]
}

/** The pages that this Trellis brings along, or builds in a checkout. Before anything of the account changes. @throws TrellisError installation_failed */
export async function dashboardFiles(say: Say): Promise<DashboardFiles> {
  const started = () => say('Building the dashboard.')
  const { served, problem } = await buildDashboard({ root: packageRoot, started })
  if (!served || problem) {
    throw new TrellisError('installation_failed', problem ?? 'This package of Trellis has no dashboard in it.')
  }
  return filesOf(join(packageRoot, dashboardFolder))
}

export async function filesOf(folder: string): Promise<DashboardFiles> {
  const names: string[] = []
  for await (const name of glob('**/*', { cwd: folder })) {
    const file = join(folder, name)
    if (/\.(br|gz)$/.test(name) && existsSync(file.replace(/\.(br|gz)$/, ''))) continue
    if ((await stat(file)).isFile()) names.push(name.replaceAll('\\', '/'))
  }
  return { folder, names: names.sort() }
}
