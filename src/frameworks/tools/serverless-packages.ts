import { posix } from 'node:path'
import { z } from 'zod'
import type { Failure } from '../../contract/deployment.ts'
import { failure } from '../../core/failures.ts'
import type { Folder } from '../folder.ts'
import { openFolder } from '../folder.ts'
import { howToInstall, type Uninstalled } from '../packages/uninstalled.ts'
import { joinPath, type Reader } from '../reader.ts'
import { languages, someCode } from '../some-code.ts'
import { readYaml, referred } from './serverless-files.ts'

const Archive = z.object({ artifact: z.string().optional() }).optional().catch(undefined)
const Runtime = z.string().optional().catch(undefined)
const Lambda = z.object({
  handler: z.string(),
  runtime: Runtime,
  layers: z.unknown().optional(),
  package: Archive,
})
const Layer = z.object({ path: z.string(), package: Archive })
const Config = z.object({
  provider: z.object({ runtime: Runtime, layers: z.unknown().optional() }).catch({ runtime: undefined }),
  plugins: z.array(z.string()).default([]),
  package: Archive,
  // Whoever bundles finds at once what is not there.
  build: z.undefined().optional(),
  functions: z.unknown().optional(),
  layers: z.unknown().optional(),
})

/** Plugins that package otherwise, or may install; one of the app's own may do anything. */
const otherwise =
  /^\.|esbuild|webpack|bundle|rollup|parcel|vite|typescript|nest|package|optimi[sz]e|layer|script|hook|install|monorepo|exclude/i

/** Why what would be deployed lacks its packages. What is not plainly so is passed over. */
export async function withoutPackages(
  reader: Reader,
  { folder, file, all }: { folder: Folder; file: string; all: readonly Uninstalled[] },
): Promise<Failure | undefined> {
  const { data } = Config.safeParse(readYaml((await folder.read(file)) ?? ''))
  if (!data || data.package?.artifact !== undefined || data.plugins.some(name => otherwise.test(name))) return undefined
  for (const [name, layer] of await entriesOf(data.layers, folder)) {
    const { data: made } = Layer.safeParse(layer)
    const path = made && `${plain(made.path)}/nodejs`
    if (path && !made.package?.artifact && all.some(one => one.path === path))
      return refusal(`The layer ${name} is made of ${plain(made.path)}, and`, path)
  }
  const { provider } = data
  for (const [name, one] of await entriesOf(data.functions, folder)) {
    const { data: made } = Lambda.safeParse(one)
    const runtime = made?.runtime ?? provider.runtime ?? 'nodejs'
    // They may as well come from a layer, or lie in an archive of one's own.
    if (!made || !runtime.startsWith('nodejs') || (made.layers ?? provider.layers) || made.package?.artifact) continue
    const stem = plain(made.handler).replace(/\.[^./]*$/, '')
    const around = all.find(({ path, lacking }) => lacking.length > 0 && stem.startsWith(`${path}/`))
    if (!around || !(await isThere(folder, stem)) || !(await isUsed(reader, folder, around))) continue
    return refusal(`The handler ${made.handler} of the function ${name} lies in ${around.path}, and`, around.path)
  }
  return undefined
}

/** Whether the tool packages the files as they are. What is not plainly so is not. */
export const packagesAsItIs = (config: string): boolean => {
  const { data } = Config.safeParse(readYaml(config))
  return data !== undefined && data.package?.artifact === undefined && !data.plugins.some(name => otherwise.test(name))
}

const refusal = (begin: string, path: string): Failure => {
  const how = howToInstall(path)
  return failure(
    'packages_not_installed',
    null,
    `${begin} nothing installs the packages of ${path}/package.json: Trellis installs those of the app's own lockfile. What would be deployed would lack them.`,
    `${how[0]?.toUpperCase()}${how.slice(1)}. If it does without, \`allow: [uninstalled_packages]\` in trellis.yml says so.`,
  )
}

const plain = (path: string): string => posix.normalize(path).replace(/\/$/, '')

/** Written here or in a file beside; functions may be a list of such. */
async function entriesOf(part: unknown, folder: Folder): Promise<[string, unknown][]> {
  const all = await Promise.all(
    (Array.isArray(part) ? part : [part]).map(one => (typeof one === 'string' ? referred(one, folder) : one)),
  )
  return all.flatMap(one => (typeof one === 'object' && one !== null ? Object.entries(one) : []))
}

/** What is compiled first is packaged from elsewhere. */
async function isThere(folder: Folder, stem: string): Promise<boolean> {
  const names = await folder.list(posix.dirname(stem))
  return ['.js', '.mjs', '.cjs'].some(end => names.includes(posix.basename(stem) + end))
}

async function isUsed(reader: Reader, folder: Folder, { path, lacking }: Uninstalled): Promise<boolean> {
  const names = lacking.map(name => name.replace(/[^\w@/-]/g, '\\$&')).join('|')
  const named = new RegExp(`['"](?:${names})(?:/[^'"\\n]*)?['"]`)
  const inner = await openFolder(reader, joinPath(folder.path, path))
  return (await someCode(inner, languages.deployed, ({ text }) => named.test(text) || undefined)) === true
}
