import { gitEnvironment } from '../adapters/git/environment.ts'
import { runGit } from '../adapters/git/run-git.ts'
import type { Reader } from '../frameworks/reader.ts'

const timeoutMs = 20_000

/** A working tree as a clone of it will be: what git ignores is in none, and is known as that. Where there is no git, all of it. */
export async function withoutIgnored(reader: Reader, root: string): Promise<Reader> {
  const args = ['-C', root, 'ls-files', '-z', '--others', '--ignored', '--exclude-standard', '--directory']
  const { code, stdout } = await runGit(gitEnvironment(), { args, timeoutMs }).catch(() => ({ code: 1, stdout: '' }))
  const ignored = new Set(code === 0 ? stdout.split('\0').filter(Boolean) : [])
  if (ignored.size === 0) return reader
  const isIgnored = (path: string): boolean => {
    if (ignored.has(path)) return true
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1))
      if (ignored.has(path.slice(0, at + 1))) return true
    return false
  }
  const inFolder = (folder: string, name: string) => (folder === '.' ? name : `${folder}/${name}`)
  return {
    exists: async path => !isIgnored(path) && (await reader.exists(path)),
    read: async path => (isIgnored(path) ? undefined : await reader.read(path)),
    list: async folder =>
      isIgnored(`${folder}/`) ? [] : (await reader.list(folder)).filter(name => !isIgnored(inFolder(folder, name))),
    isIgnored: async path => isIgnored(path) && (await reader.exists(path)),
  }
}
