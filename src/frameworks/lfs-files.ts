import { posix } from 'node:path'
import { joinPath, parentOf, type Reader } from './reader.ts'

interface Rule {
  /** The folder whose `.gitattributes` says it. */
  folder: string
  pattern: string
  isLarge: boolean
}

const deepest = 8
/** Not all of a large app is looked at. */
const mostFiles = 5_000
const never = /^(?:\.git|node_modules|\.venv|venv)\/$/

/** Files of an app's folder that `.gitattributes`, there or above, gives to Git LFS; what lies below it may add to that, or take away. */
export async function lfsFiles(reader: Reader, start: string): Promise<string[]> {
  const found: string[] = []
  let left = mostFiles
  const visit = async (folder: string, outer: readonly Rule[], depth: number): Promise<void> => {
    const names = await reader.list(folder)
    const rules = names.includes('.gitattributes') ? [...outer, ...(await rulesOf(reader, folder))] : outer
    for (const name of names) {
      if (left-- <= 0) return
      const path = joinPath(folder, name)
      if (!name.endsWith('/')) {
        if (isLarge(path, rules)) found.push(path)
      } else if (depth < deepest && !never.test(name)) await visit(path.slice(0, -1), rules, depth + 1)
    }
  }
  const above = await rulesAbove(reader, start)
  // Most repositories have none, and are not walked through for that.
  if (![...above, ...(await rulesOf(reader, start))].some(rule => rule.isLarge)) return []
  await visit(start, above, 0)
  return found.sort()
}

async function rulesAbove(reader: Reader, start: string): Promise<Rule[]> {
  const folders: string[] = []
  for (let at = parentOf(start); at !== undefined; at = parentOf(at)) folders.unshift(at)
  return (await Promise.all(folders.map(folder => rulesOf(reader, folder)))).flat()
}

async function rulesOf(reader: Reader, folder: string): Promise<Rule[]> {
  const text = (await reader.read(joinPath(folder, '.gitattributes'))) ?? ''
  return text.split(/\r?\n/).flatMap(line => {
    const [, quoted, plain, attributes = ''] = /^\s*(?:"((?:\\.|[^"\\])*)"|([^#"\s]\S*))\s+(.*)$/.exec(line) ?? []
    const pattern = quoted ?? plain
    const filter = /(?:^|\s)(?:[-!]filter|filter=(\S+))(?=\s|$)/.exec(attributes)
    // A macro names attributes and no files.
    return pattern === undefined || !filter || pattern.startsWith('[attr]')
      ? []
      : { folder, pattern, isLarge: filter[1] === 'lfs' }
  })
}

/** The last rule that fits counts. */
const isLarge = (path: string, rules: readonly Rule[]): boolean =>
  rules.findLast(rule => fits(path, rule))?.isLarge ?? false

/** Without a slash a pattern is of names, wherever they are; else of paths from its folder. */
function fits(path: string, { folder, pattern }: Rule): boolean {
  const inner = folder === '.' ? path : path.slice(folder.length + 1)
  return pattern.includes('/')
    ? posix.matchesGlob(inner, pattern.replace(/^\//, ''))
    : posix.matchesGlob(posix.basename(path), pattern)
}
