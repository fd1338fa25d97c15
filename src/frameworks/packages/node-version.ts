import { posix } from 'node:path'
import semver from 'semver'
import { type Folder, openFolder, parsePackageJson } from '../folder.ts'
import { parentOf, type Reader } from '../reader.ts'
import { versionFiles } from './version-files.ts'

/** What is wanted, and who says so: `.nvmrc asks for Node 20`. */
export interface Wish {
  /** A range as npm writes it. */
  range: string
  source: string
}

/** The names under which nvm knows them. */
const codenames: Readonly<Record<string, string>> = {
  argon: '4',
  boron: '6',
  carbon: '8',
  dubnium: '10',
  erbium: '12',
  fermium: '14',
  gallium: '16',
  hydrogen: '18',
  iron: '20',
  jod: '22',
  krypton: '24',
}
/** Whatever Trellis itself runs on is as good. */
const anything = new Set(['node', 'stable', 'latest', 'current', 'system', 'lts', 'lts/*', '*', ''])

/**
 * The Node that an app asks for: in trellis.yml, in a file for a manager of versions, or in package.json; here, else in a folder
 * above. Null: none in particular. A text: what is wrong with it.
 */
export async function nodeWish(
  reader: Reader,
  start: Folder,
  setting: string | undefined,
): Promise<Wish | null | string> {
  if (setting !== undefined) return { range: setting, source: 'trellis.yml' }
  for (let folder: Folder | undefined = start; folder; ) {
    for (const { name, version } of versionFiles) {
      const line = mayHave(folder, name) ? version((await folder.read(name)) ?? '') : undefined
      if (line === undefined) continue
      const range = readVersion(line)
      if (range === undefined)
        return `${name} holds "${line}", which is no version of Node: write one such as 22 there, or \`node: 22\` in trellis.yml`
      return range === null ? null : { range, source: name }
    }
    const wish = inPackageJson(folder, await extendedVolta(reader, folder))
    if (wish !== undefined) return wish
    const parent = parentOf(folder.path)
    folder = parent === undefined ? undefined : await openFolder(reader, parent)
  }
  return null
}

/** A file of a folder below lies in one that is there. */
const mayHave = ({ names }: Folder, path: string): boolean => names.has(path.replace(/\/.*/, '/'))

/** The `volta` of the package.json that this one goes on from: the root's, in a workspace. */
async function extendedVolta(reader: Reader, { path, packageJson }: Folder): Promise<string | undefined> {
  const base = packageJson?.volta.extends
  const file = base && posix.join(path, base)
  if (!file || file.startsWith('..')) return undefined
  return parsePackageJson(await reader.read(file))?.volta.node
}

function inPackageJson({ packageJson }: Folder, extended: string | undefined): Wish | null | string | undefined {
  const runtimes = packageJson?.devEngines.runtime ?? []
  const named = [
    ['volta', packageJson?.volta.node ?? extended],
    ['engines', packageJson?.engines.node],
    ['devEngines', runtimes.find(({ name }) => name === 'node')?.version],
  ] as const
  for (const [field, range] of named) {
    if (range === undefined) continue
    if (anything.has(range)) return null
    if (semver.validRange(range) === null)
      return `${field} of package.json asks for Node "${range}", which is no range of versions`
    return semver.minVersion(range) === null
      ? `${field} of package.json asks for Node ${range}, which no version satisfies`
      : { range, source: `${field} of package.json` }
  }
  return undefined
}

/** What package.json says besides, where another one is taken. Undefined: they go together. */
export function otherNode(wish: Wish, { packageJson }: Folder): string | undefined {
  const engines = packageJson?.engines.node ?? ''
  if (semver.validRange(engines) === null || semver.validRange(wish.range) === null) return undefined
  return semver.intersects(engines, wish.range)
    ? undefined
    : `${wish.source} asks for Node ${wish.range}, and engines of package.json for ${engines}: the first is taken.`
}

/** Null: any will do; undefined: not understood. */
function readVersion(text: string): string | null | undefined {
  const line = text.toLowerCase()
  if (anything.has(line)) return null
  const [, codename] = /^lts[/-]([a-z]+)$/.exec(line) ?? []
  if (codename) return codenames[codename]
  // proto, fnm and mise take a range, too; mise calls one `prefix:20`.
  if (/^[~^<>=]/.test(line) && semver.validRange(line) !== null) return line
  const plain = line.replace(/^(?:prefix:|v)/, '')
  return /^\d+(\.\d+|\.[x*]){0,2}$/.test(plain) ? plain : undefined
}
