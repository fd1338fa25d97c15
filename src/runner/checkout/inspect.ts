import { lstat, realpath, stat } from 'node:fs/promises'
import { join, posix } from 'node:path'
import type { Failure } from '../../contract/deployment.ts'
import { failure } from '../../core/failures.ts'
import { configurationFiles } from '../../frameworks/broken-link.ts'
import { submoduleAround } from '../../frameworks/submodules.ts'
import { isWithin } from '../isolation/visible.ts'
import type { Git } from './git.ts'
import { type NotContent, notContent } from './not-content.ts'

export interface CheckedOut extends NotContent {
  /** The app's folder, without symbolic links in its path. */
  readonly appDir: string
  readonly title: string
}

/** Files that Trellis itself reads. As links out of the repository they would show it what the build must not see. */
const ofPackages = [
  'package.json',
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'bun.lockb',
  '.npmrc',
  'pnpm-workspace.yaml',
]
const ofApps = [...configurationFiles, 'cdk.context.json', 'requirements.txt', 'poetry.lock', 'pyproject.toml']

/** Whether what is to be read is there, and lies in the repository. */
export async function inspect(git: Git, { tree, path }: { tree: string; path: string }): Promise<CheckedOut | Failure> {
  const root = await realpath(tree)
  const appDir = await realpath(join(tree, path)).catch(() => null)
  const isFolder = appDir !== null && (await stat(appDir)).isDirectory()
  if (!isFolder) {
    const { submodules } = await notContent(git, root)
    const around = submoduleAround(submodules, posix.normalize(path))
    if (around !== undefined) return belowSubmodule(path, around)
    const hint = 'Name the folder that it is in: `trellis app set APP --path FOLDER`.'
    return failure('checkout_failed', 'checkout', `The repository has no folder ${path} at this commit.`, hint)
  }
  if (!isWithin(appDir, [root])) return leaves(path)
  for (const folder of new Set([root, appDir])) {
    for (const name of [...ofPackages, ...(folder === appDir ? ofApps : [])]) {
      const real = await realpath(join(folder, name)).catch(() => null)
      if (real && !isWithin(real, [root])) return leaves(name)
      if (real === null && (await isLink(join(folder, name)))) return leadsNowhere(name)
    }
  }
  const [title, lacking] = await Promise.all([git('log', '-1', '--format=%s'), notContent(git, root)])
  return { appDir, title: title.out.trim(), ...lacking }
}

const belowSubmodule = (path: string, submodule: string): Failure =>
  failure(
    'submodules_not_supported',
    'checkout',
    `The folder ${path} lies in the submodule ${submodule}, which Trellis does not fetch.`,
    'Make an app of the repository that the submodule names, or commit its files here (`git subtree add`).',
  )

const isLink = (path: string): Promise<boolean> =>
  lstat(path).then(
    found => found.isSymbolicLink(),
    () => false,
  )

const leadsNowhere = (path: string): Failure =>
  failure(
    'checkout_failed',
    'checkout',
    `${path} is a symbolic link to nothing that the repository has.`,
    'Replace it by what it is to point to, or remove it.',
  )

const leaves = (path: string): Failure =>
  failure(
    'checkout_failed',
    'checkout',
    `${path} is a symbolic link that leaves the repository.`,
    'Replace it by what it points to.',
  )
