import { join } from 'node:path'
import { virtualEnvironment } from '../../frameworks/packages/install.ts'
import type { Plan } from '../../frameworks/plan.ts'
import { downloads } from '../job/environment.ts'
import type { Job } from '../job/job.ts'

/** Where each package manager keeps its downloads: per app and level of trust, as npm's are. */
export function packageEnvironment(job: Job, plan: Plan): Record<string, string> {
  const folder = downloads(job.spec) ?? join(job.folders.home, '.downloads')
  const { manager } = plan.packages
  return {
    ...(manager === 'pnpm' && pnpmEnvironment(folder)),
    ...(manager === 'yarn' && yarnEnvironment(folder, plan.lockfileAge.berry)),
    ...(manager === 'yarn' && plan.packages.version === null && keepLockfile(plan.lockfileAge)),
    ...(plan.python !== null && pythonEnvironment(join(job.folders.tree, plan.python), folder)),
    ...(manager === 'bun' && { BUN_INSTALL_CACHE_DIR: join(folder, 'bun') }),
  }
}

/** Older ones read `npm_config_…`, newer ones `pnpm_config_…`. */
function pnpmEnvironment(folder: string): Record<string, string> {
  const settings = {
    store_dir: join(folder, 'pnpm'),
    // Never by hard links: a build that changes its node_modules must not change the store.
    package_import_method: 'clone-or-copy',
    // Every build has another folder, which pnpm takes for a reason to install again.
    verify_deps_before_run: 'false',
    // The version was chosen already.
    manage_package_manager_versions: 'false',
  }
  return Object.fromEntries(
    ['npm_config', 'pnpm_config'].flatMap(prefix =>
      Object.entries(settings).map(([key, value]) => [`${prefix}_${key}`, value]),
    ),
  )
}

const yarnEnvironment = (folder: string, berry: boolean): Record<string, string> =>
  berry
    ? {
        YARN_GLOBAL_FOLDER: join(folder, 'yarn-berry'),
        YARN_ENABLE_TELEMETRY: '0',
        YARN_ENABLE_IMMUTABLE_INSTALLS: 'true',
      }
    : { YARN_CACHE_FOLDER: join(folder, 'yarn') }

/**
 * Where nothing names a release the newest of a generation is taken, which writes a newer format than the one that wrote the lockfile,
 * and with `--immutable` refuses all but its own.
 */
export function keepLockfile({ berry, head }: Plan['lockfileAge']): Record<string, string> {
  const [, version] = (berry && /^__metadata:\s*\n\s+version:\s*(\d+)/m.exec(head)) || []
  return version === undefined ? {} : { YARN_LOCKFILE_VERSION_OVERRIDE: version }
}

/** Of pip, which every tool from PyPI comes by. */
export const pipEnvironment = (folder: string): Record<string, string> => ({
  PIP_CACHE_DIR: join(folder, 'pip'),
  PIP_DISABLE_PIP_VERSION_CHECK: '1',
})

const pythonEnvironment = (app: string, folder: string): Record<string, string> => ({
  ...pipEnvironment(folder),
  VIRTUAL_ENV: join(app, virtualEnvironment),
  POETRY_CACHE_DIR: join(folder, 'poetry'),
  // It would make an environment of its own elsewhere.
  POETRY_VIRTUALENVS_CREATE: 'false',
})
