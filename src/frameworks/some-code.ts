import type { Folder } from './folder.ts'

const deepest = 4
const mostFiles = 300
const elsewhere =
  /^(\.|node_modules\/|cdk\.out\/|cdktf\.out\/|dist\/|build\/|test|__tests__|docs?\/|examples?\/|venv\/)/
const code = /\.(ts|mts|cts|js|mjs|cjs|py|java|cs|go)$/

export interface CodeFile {
  path: string
  text: string
}

/** The first answer that a file of an app's own code gives. Not all of a large app is read. */
export async function someCode<T>(folder: Folder, look: (file: CodeFile) => T | undefined): Promise<T | undefined> {
  let left = mostFiles
  const visit = async (inner: string, depth: number): Promise<T | undefined> => {
    for (const name of (inner === '.' ? [...folder.names] : await folder.list(inner)).sort()) {
      const path = inner === '.' ? name : `${inner}/${name}`
      if (elsewhere.test(name)) continue
      if (name.endsWith('/')) {
        const found = depth < deepest ? await visit(path.slice(0, -1), depth + 1) : undefined
        if (found) return found
      } else if (code.test(name) && !/\.(d|test|spec)\.\w+$/.test(name) && left-- > 0) {
        const found = look({ path, text: (await folder.read(path)) ?? '' })
        if (found) return found
      }
    }
    return undefined
  }
  return await visit('.', 0)
}
