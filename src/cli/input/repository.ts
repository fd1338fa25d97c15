import { existsSync, statSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { invalid } from '../cli-error.ts'

export interface RepositoryPlace {
  /** A git URL, or an absolute path. */
  repository: string
  /** The app's folder in it, when that could be told from the given folder. */
  path: string | null
}

/** What `--repo` means: a URL as it stands, else a folder seen from here. */
export function locateRepository(text: string, cwd: string): RepositoryPlace {
  if (isUrl(text)) return { repository: text, path: null }
  const folder = resolve(cwd, text)
  if (!existsSync(folder)) {
    // It may lie on another machine, where the server runs; a relative path can only mean this one.
    if (isAbsolute(text)) return { repository: text, path: null }
    throw invalid(
      `There is no folder ${folder}.`,
      /^[\w.-]+\/[\w.-]+$/.test(text)
        ? `For a repository on GitHub write https://github.com/${text}.git`
        : 'Give a git URL, or the path of a repository on the machine of the server.',
    )
  }
  if (!statSync(folder).isDirectory()) throw invalid(`${folder} is a file, not a folder.`, 'Give its folder.')
  // Its own .git folder is a repository to git, too, but nobody means it.
  if (basename(folder) === '.git') return { repository: dirname(folder), path: null }
  const root = findRoot(folder)
  if (!root || root === folder) return { repository: folder, path: null }
  return { repository: root, path: relative(root, folder).split(sep).join('/') }
}

/** `https://…`, `ssh://…`, or what ssh itself takes: `git@github.com:acme/shop.git`. */
const isUrl = (text: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(text) || /^[\w.-]+@[\w.-]+:.+/.test(text)

function findRoot(folder: string): string | null {
  // A bare repository has no .git.
  if (existsSync(join(folder, '.git')) || (existsSync(join(folder, 'HEAD')) && existsSync(join(folder, 'objects')))) {
    return folder
  }
  const parent = dirname(folder)
  return parent === folder ? null : findRoot(parent)
}
