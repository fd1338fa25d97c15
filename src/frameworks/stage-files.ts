import type { Folder } from './folder.ts'

/** Files of which each belongs to one stage: `prod.tfvars`, `environments/prod.tfvars`, `environments/prod/main.tfvars`. */
export interface StageFiles {
  stages: readonly string[]
  /** Where that of a stage lies, which may be a variable of the shell. */
  path: (stage: string) => string
}

/** Written for all stages, or for none. */
const ofNone = new Set([
  ...['common', 'shared', 'global', 'globals', 'default', 'defaults', 'base', 'all', 'secret', 'secrets'],
  ...['example', 'sample', 'template', 'test', 'local', 'terraform', 'backend', 'config', 'variables', 'vars'],
])
const isStage = (name: string): boolean => /^[A-Za-z0-9][\w-]*$/.test(name) && !ofNone.has(name.toLowerCase())

/** Undefined: there are none. @param names paths from the folder, with that of the stage as their group */
export async function stageFiles(folder: Folder, names: RegExp): Promise<StageFiles | undefined> {
  const inner = [...folder.names].filter(name => /^(?!\.|node_modules\/|modules\/).*\/$/.test(name))
  for (const place of ['', ...inner.sort()]) {
    const there = place === '' ? [...folder.names] : await folder.list(place.slice(0, -1))
    const found = inOneFolder(place, there, names) ?? (await inFoldersOfTheirs(folder, place, there, names))
    if (found) return found
  }
  return undefined
}

/** Those that differ in the name of the stage alone; of several kinds the one that most are of. */
function inOneFolder(place: string, there: readonly string[], names: RegExp): StageFiles | undefined {
  const kinds = new Map<string, string[]>()
  const withPlaces = new RegExp(names, 'd')
  for (const file of there) {
    const path = `${place}${file}`
    const found = withPlaces.exec(path)
    const [stage, at] = [found?.groups?.stage, found?.indices?.groups?.stage]
    if (stage === undefined || !at || !isStage(stage)) continue
    const kind = `${path.slice(0, at[0])}\0${path.slice(at[1])}`
    kinds.set(kind, [...(kinds.get(kind) ?? []), stage])
  }
  const [most] = [...kinds].sort(([, a], [, b]) => b.length - a.length)
  if (!most) return undefined
  const [kind, stages] = most
  return { stages: stages.sort(), path: stage => kind.replace('\0', () => stage) }
}

/** `environments/dev/terraform.tfvars`: the folders of one that lie beside each other and hold a file of the same name. */
async function inFoldersOfTheirs(
  folder: Folder,
  place: string,
  there: readonly string[],
  names: RegExp,
): Promise<StageFiles | undefined> {
  if (place === '') return undefined
  const byFile = new Map<string, string[]>()
  for (const name of there) {
    if (!name.endsWith('/') || !isStage(name.slice(0, -1))) continue
    const inside = await folder.list(`${place}${name.slice(0, -1)}`)
    // One with a configuration of its own is an app of its own.
    if (inside.some(file => /\.(tf|tofu)(\.json)?$/.test(file))) continue
    for (const file of inside)
      if (names.test(`${place}${name}${file}`)) byFile.set(file, [...(byFile.get(file) ?? []), name.slice(0, -1)])
  }
  const [most] = [...byFile].sort(([, a], [, b]) => b.length - a.length)
  if (!most) return undefined
  const [file, stages] = most
  return { stages: stages.sort(), path: stage => `${place}${stage}/${file}` }
}
