import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { until } from './until.ts'

/** What all files below a folder hold, as latin1, by their paths; looked at again where one goes meanwhile, as those of a runner that has ended do. */
export const textsBelow = (folder: string): Promise<[path: string, text: string][]> =>
  until(`a look at all files of ${folder}`, () => look(folder))

function look(folder: string): [string, string][] | null {
  try {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(one => one.isFile())
    const paths = files.map(one => join(one.parentPath, one.name))
    return paths.map(path => [path, readFileSync(path, 'latin1')])
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
