import type { Folder } from './folder.ts'

/** Java's folders begin with src/main/java/com/example. */
const deepest = 8
const mostFiles = 300
/** What was installed or generated, and files of tests. */
const never =
  /^(?:\.|test(?:s|ing)?[._-]|(?:node_modules|cdk\.out|cdktf\.out|dist|__tests__)\/)|[._](?:d|test|spec)\.\w+$/
/** Below these levels a folder of such a name may well be one of the app's own: com/example. */
const levelsOfOthers = 3
const others = /^(?:test(?:s|ing|data)?|docs?|examples?|build|venv)\/$/

/** By the ends of their names. */
export const languages = {
  /** What a Trellis that reads the code itself deploys. */
  deployed: /\.(?:[mc]?ts|[mc]?js|py)$/,
  any: /\.(?:[mc]?ts|[mc]?js|py|java|cs|go)$/,
} as const

export interface CodeFile {
  path: string
  text: string
}

/** The first answer that a file of an app's own code gives. Not all of a large app is read. */
export async function someCode<T>(
  folder: Folder,
  code: RegExp,
  look: (file: CodeFile) => T | undefined,
): Promise<T | undefined> {
  let left = mostFiles
  const visit = async (inner: string, depth: number): Promise<T | undefined> => {
    for (const name of (inner === '.' ? [...folder.names] : await folder.list(inner)).sort()) {
      if (left <= 0) return undefined
      const path = inner === '.' ? name : `${inner}/${name}`
      if (never.test(name) || (depth < levelsOfOthers && others.test(name))) continue
      if (name.endsWith('/')) {
        const found = depth < deepest ? await visit(path.slice(0, -1), depth + 1) : undefined
        if (found) return found
      } else if (code.test(name)) {
        left--
        const found = look({ path, text: (await folder.read(path)) ?? '' })
        if (found) return found
      }
    }
    return undefined
  }
  return await visit('.', 0)
}
