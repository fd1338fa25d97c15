import { isAside, isPassedOver, isVirtualEnvironment } from '../aside.ts'
import { type Folder, openFolder } from '../folder.ts'
import { joinPath, type Reader } from '../reader.ts'
import { listed } from '../refuse.ts'
import type { Packages } from './packages.ts'
import { memberPath } from './workspace.ts'

/** A folder below an app with packages of its own, which the install of the app does not bring. */
export interface Uninstalled {
  /** From the app's folder. */
  path: string
  /** Those that no package.json above names. None: code there finds all of them. */
  lacking: readonly string[]
}

const deepest = 5

/** What Lambda brings itself, and what is gone once it is compiled. */
export const brought = /^(?:aws-sdk$|@aws-sdk\/|@smithy\/|@types\/)/

/** @param isApp another app of its own, which has a lockfile of its own */
export async function uninstalledBelow(
  reader: Reader,
  { app, packages }: { app: Folder; packages: Packages },
  isApp: (folder: Folder) => Promise<boolean>,
): Promise<Uninstalled[]> {
  const root = packages.folder === app.path ? app : await openFolder(reader, packages.folder)
  const above = new Set([app, root].flatMap(namesIn))
  const seen = new Map<string, Promise<boolean>>()
  const isOther = (folder: Folder): Promise<boolean> => {
    const known = seen.get(folder.path) ?? isApp(folder)
    seen.set(folder.path, known)
    return known
  }
  const found: Uninstalled[] = []
  const visit = async (inner: string, around: readonly Folder[]): Promise<void> => {
    const folder = inner === '.' ? app : await openFolder(reader, joinPath(app.path, inner))
    if (isVirtualEnvironment(folder)) return
    const way = inner === '.' ? [] : [...around, folder]
    const names = Object.keys(folder.packageJson?.dependencies ?? {})
    if (way.length > 0 && names.length > 0 && !folder.names.has('node_modules/')) {
      // Only asked where it counts: a look for apps reads more than a list of names.
      for (const one of way) if (await isOther(one)) return
      if ((await memberPath(root, folder.path)) === null)
        found.push({ path: inner, lacking: names.filter(name => !above.has(name) && !brought.test(name)) })
    }
    if (way.length === deepest) return
    for (const name of [...folder.names].filter(each => each.endsWith('/')).sort()) {
      const plain = name.slice(0, -1)
      if (!isPassedOver(plain) && !isAside(plain, folder)) await visit(joinPath(inner, plain), way)
    }
  }
  await visit('.', [])
  return found
}

const namesIn = ({ packageJson }: Folder): string[] =>
  Object.keys({
    ...packageJson?.dependencies,
    ...packageJson?.devDependencies,
    ...packageJson?.optionalDependencies,
  })

/** A command that installs packages, also as a list of its words. */
export const installs = /\b(?:npm|yarn|pnpm|bun|lerna)\b[^&|;\n]{0,80}?\b(?:ci|i|install|add|bootstrap)\b/
const byInstall = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare']
const byTest = ['pretest', 'test', 'posttest']
/** Any of them may install what lies below. */
const programs = /install|bootstrap|\b(?:npm|yarn|pnpm|bun|lerna|make|node|tsx|(?:ba|z)?sh)\b/

/** Whether scripts that run in every deployment may see to the packages of other folders. */
export const scriptsInstall = ({ packageJson }: Folder): boolean =>
  byInstall.some(name => programs.test((packageJson?.scripts[name] ?? '').replace(/\bhusky install\b/, ''))) ||
  byTest.some(name => installs.test(packageJson?.scripts[name] ?? ''))

export const howToInstall = (path: string): string =>
  `write \`install:\` into trellis.yml with a command for both (such as \`npm ci && npm ci --prefix ${path}\`)`

/** Said before, and in the log: whether they are needed is not known here. */
export function warnOfUninstalled(all: readonly Uninstalled[]): string | undefined {
  const lacking = all.filter(one => one.lacking.length > 0).map(({ path }) => path)
  const outermost = lacking.filter(path => !lacking.some(other => path.startsWith(`${other}/`)))
  const [first] = outermost
  if (first === undefined) return undefined
  return `Nothing installs the packages of ${listed(outermost)}: Trellis installs those of the app's own lockfile. Where what is deployed needs them, ${howToInstall(first)}, or make ${outermost.length > 1 ? 'these folders members' : 'it a member'} of the app's \`workspaces\`.`
}
