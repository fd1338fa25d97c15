import semver from 'semver'
import { type Folder, wants } from '../folder.ts'
import { fromCatalog } from './catalogs.ts'

/** The range in which a package is wanted: here, else by the package.json of a folder above. What a `catalog:` means is looked up. */
export async function wantedRange(start: Folder, name: string): Promise<string | undefined> {
  for (let folder: Folder | undefined = start; folder; folder = await folder.up()) {
    if (wants(folder, name) !== undefined) return await rangeOf(folder, name)
  }
  return undefined
}

/** As the package.json of this folder names it. */
export async function rangeOf(folder: Folder, name: string): Promise<string | undefined> {
  const range = wants(folder, name)
  return range?.startsWith('catalog:') ? await fromCatalog(folder, name, range.slice('catalog:'.length)) : range
}

/** Undefined: the range allows more than one, or is none. */
export function majorOf(range: string): number | undefined {
  const least = semver.validRange(range) === null ? null : semver.minVersion(range)
  if (!least) return undefined
  return semver.subset(range, `${least.major}.x`) ? least.major : undefined
}
