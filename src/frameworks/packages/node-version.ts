import { type Folder, openFolder } from '../folder.ts'
import { parentOf, type Reader } from '../reader.ts'

/** What is wanted, and who says so: `.nvmrc asks for Node 20`. */
export interface Wish {
  /** A range as npm writes it. */
  range: string
  source: string
}

const files = ['.nvmrc', '.node-version'] as const
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
const anything = new Set(['node', 'stable', 'latest', 'current', 'lts', 'lts/*', '*', ''])

/**
 * The Node that an app asks for: in trellis.yml, `.nvmrc` or `.node-version`, or by `engines`; here, else in a folder
 * above. Null: none in particular. A text: what is wrong with it.
 */
export async function nodeWish(
  reader: Reader,
  start: Folder,
  setting: string | undefined,
): Promise<Wish | null | string> {
  if (setting !== undefined) return { range: setting, source: 'trellis.yml' }
  for (let folder: Folder | undefined = start; folder; ) {
    for (const name of files) {
      if (!folder.names.has(name)) continue
      const text = (await folder.read(name)) ?? ''
      const range = readVersion(text)
      if (range === undefined)
        return `${name} holds "${firstLine(text)}", which is no version of Node: write one such as 22 there, or \`node: 22\` in trellis.yml`
      return range === null ? null : { range, source: name }
    }
    const engines: string | undefined = folder.packageJson?.engines.node
    if (engines !== undefined)
      return anything.has(engines) ? null : { range: engines, source: 'engines of package.json' }
    const parent = parentOf(folder.path)
    folder = parent === undefined ? undefined : await openFolder(reader, parent)
  }
  return null
}

const firstLine = (text: string): string =>
  text
    .split('\n')
    .map(line => line.replace(/#.*/, '').trim())
    .find(line => line !== '')
    ?.slice(0, 60) ?? ''

/** Null: any will do; undefined: not understood. */
function readVersion(text: string): string | null | undefined {
  const line = firstLine(text).toLowerCase()
  if (anything.has(line)) return null
  const [, codename] = /^lts\/([a-z]+)$/.exec(line) ?? []
  if (codename) return codenames[codename]
  return /^v?\d+(\.\d+|\.[x*]){0,2}$/.test(line) ? line.replace(/^v/, '') : undefined
}
