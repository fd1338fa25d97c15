import { posix } from 'node:path'
import type { Failure } from '../../contract/deployment.ts'
import { failure } from '../../core/failures.ts'
import { isBuiltin } from '../../platform/built-in.ts'
import { parsePackageJson } from '../folder.ts'
import { withoutComments } from '../without-comments.ts'
import { brought } from './uninstalled.ts'

export interface LackingPackage {
  function: string
  package: string
}

/** What would be deployed of a function. */
export interface Packaged {
  handler: string
  read(path: string): Promise<string | undefined>
  /** @param folder of a package below some `node_modules` */
  has(folder: string): Promise<boolean>
  /** The package.json of the app, where none is deployed with the code. */
  ofApp?: string | undefined
  /** Whether what is for the development is left out. */
  leavesOutDev?: boolean
}

const extensions = ['.js', '.mjs', '.cjs']

/**
 * A package that a handler asks for, that the package.json beside it or of the app names, and that is not there. What is bundled asks for
 * nothing any more.
 */
export async function lackingPackage({
  handler,
  read,
  has,
  ofApp,
  leavesOutDev,
}: Packaged): Promise<string | undefined> {
  const stem = posix.normalize(handler).replace(/\.[^./]*$/, '')
  if (stem.startsWith('..') || stem.startsWith('/')) return undefined
  const code = await firstOf(extensions, end => read(stem + end))
  if (code === undefined) return undefined
  const around = foldersAround(stem)
  const named = await firstOf(around, async folder => parsePackageJson(await read(posix.join(folder, 'package.json'))))
  const { dependencies = {}, devDependencies = {} } = named ?? parsePackageJson(ofApp) ?? {}
  const plain = withoutComments(code)
  const wanted = [
    ...Object.keys(dependencies).filter(name => asks(plain, name)),
    ...Object.keys(leavesOutDev ? devDependencies : {}).filter(name => asksAlways(plain, name)),
  ]
  for (const name of wanted.filter(each => !brought.test(each) && !isBuiltin(each))) {
    const places = around.map(folder => posix.join(folder, 'node_modules', name))
    const found = await firstOf(places, async place => ((await has(place)) ? place : undefined))
    if (found === undefined) return name
  }
  return undefined
}

async function firstOf<T, R>(all: readonly T[], look: (one: T) => Promise<R | undefined>): Promise<R | undefined> {
  for (const one of all) {
    const found = await look(one)
    if (found !== undefined) return found
  }
  return undefined
}

/** From within: `a/b`, `a` and `.` of `a/b/index`. */
function foldersAround(stem: string): string[] {
  const folder = posix.dirname(stem)
  return folder === '.' ? ['.'] : [folder, ...foldersAround(folder)]
}

const asked = (name: string): string =>
  String.raw`(?:\brequire\(|\bfrom|\bimport\(?)\s*['"]${name.replace(/[^\w@/-]/g, '\\$&')}(?:/[^'"\n]*)?['"]`

const asks = (code: string, name: string): boolean => new RegExp(asked(name)).test(code)

/** In a statement of its own at the top, and not where it is tried, or asked on a developer's machine only. */
const asksAlways = (code: string, name: string): boolean =>
  new RegExp(
    String.raw`^(?:\}\s*(?:=\s*)?|(?:const|let|var|import)\b[^\n;?&|>()'"\x60]*(?:\b[\w.]+\()?)?${asked(name)}`,
    'm',
  ).test(code)

/** Why nothing is deployed: each call would fail, and the tools do not look. */
export const withoutPackage = (lacking: LackingPackage): Failure =>
  failure(
    'packages_not_installed',
    'build',
    `The function ${lacking.function} asks for the package ${lacking.package}, which package.json names and which is not in what would be deployed: it could not be run.`,
    'Nothing was deployed. Let a bundler put it in (esbuild), or name a command in trellis.yml that installs it beside the code (`install:`): in a workspace packages lie in its root, which is not deployed, and `devDependencies` are left out. If it does without, `allow: [uninstalled_packages]` in trellis.yml says so.',
  )
