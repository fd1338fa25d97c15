import { parse } from 'yaml'
import { z } from 'zod'
import type { Folder } from '../folder.ts'

/** A version in YAML may look like a number. */
const Range = z.union([z.string(), z.number().transform(String)])
const Ranges = z.record(z.string(), Range).catch({}).default({})
const Catalogs = z.object({
  catalog: Ranges,
  catalogs: z.record(z.string(), Ranges).catch({}).default({}),
})
type Catalogs = z.infer<typeof Catalogs>

/** Where they stand: pnpm's and yarn's in their settings, bun's in the package.json of the root, in or beside `workspaces`. */
const sources: readonly (readonly [file: string, read: (text: string) => unknown[]])[] = [
  ['pnpm-workspace.yaml', text => [parse(text)]],
  ['.yarnrc.yml', text => [parse(text)]],
  ['package.json', text => [JSON.parse(text)?.workspaces, JSON.parse(text)]],
]

/** What `catalog:` stands for, in the nearest folder that says so. Undefined: none does, or two places say different things. */
export async function fromCatalog(start: Folder, name: string, catalog: string): Promise<string | undefined> {
  for (let folder: Folder | undefined = start; folder; folder = await folder.up()) {
    const said = new Set<string>()
    for (const [file, read] of sources) {
      if (!folder.names.has(file)) continue
      const range = within(readCatalogs((await folder.read(file)) ?? '', read), name, catalog)
      if (range !== undefined) said.add(range)
    }
    if (said.size > 0) return said.size === 1 ? [...said][0] : undefined
  }
  return undefined
}

const within = (all: readonly Catalogs[], name: string, catalog: string): string | undefined =>
  all
    .map(({ catalog: plain, catalogs }) =>
      catalog === '' || catalog === 'default' ? (plain[name] ?? catalogs.default?.[name]) : catalogs[catalog]?.[name],
    )
    .find(range => range !== undefined)

function readCatalogs(text: string, read: (text: string) => unknown[]): Catalogs[] {
  try {
    return read(text).flatMap(each => Catalogs.safeParse(each).data ?? [])
  } catch {
    return []
  }
}
