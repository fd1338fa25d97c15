import type { DetectedApp, PackageManager } from '../contract/detect.ts'
import type { Finding } from './finding.ts'
import { type Folder, openFolder } from './folder.ts'
import { toldBefore } from './needs.ts'
import { notFetched } from './not-fetched.ts'
import { asTrellisYml } from './own-commands.ts'
import { lockfileProblem } from './packages/install.ts'
import { nodeWish, otherNode } from './packages/node-version.ts'
import { lockfiles, type Packages, packagesOf, testCommandOf, wordInEngines } from './packages/packages.ts'
import { askedManager } from './packages/toolchain.ts'
import { placeholderIn } from './placeholders.ts'
import { lockfileAgeOf } from './plan-install.ts'
import { joinPath, type Reader } from './reader.ts'
import { warnOfRegion } from './tools/written-region.ts'
import { shown, type TrellisYml } from './trellis-yml.ts'

/** What an app of it is, and what keeps it from being deployed. */
export async function describe(
  reader: Reader,
  folder: Folder,
  finding: Finding,
  settings: TrellisYml,
): Promise<DetectedApp> {
  const packages = await packagesOf(reader, folder)
  const withoutNode = finding.python && packages.lockfile === null
  const byPackages = folder.packageJson !== undefined || finding.byPackages
  const wish = await nodeWish(reader, folder, settings.node === undefined ? undefined : String(settings.node))
  const root = packages.folder === folder.path ? folder : await openFolder(reader, packages.folder)
  const withoutEnd = settings.deploy !== undefined && settings.remove === undefined
  const manager = withoutNode ? (finding.python?.manager ?? packages.manager) : packages.manager
  return {
    path: folder.path,
    framework: finding.framework,
    supported: finding.supported,
    packageManager: manager,
    packageManagerVersion: withoutNode ? null : askedManager(packages, await lockfileAgeOf(packages, root)),
    node: wish === null || typeof wish === 'string' ? null : { version: wish.range, source: wish.source },
    // What package.json brings beside Python is a tool at most: its script is not the app's, and may lack its packages.
    test:
      settings.test === false
        ? null
        : (settings.test ?? (finding.python ? null : testCommandOf(folder, packages.manager))),
    reasons: [...new Set([...finding.reasons, ...(packages.reason ? [packages.reason] : [])])],
    overrides: Object.entries(settings).map(([key, value]) => `${key}: ${shown(value)}`),
    // Of what cannot be deployed at all nothing else matters.
    problem: !finding.supported
      ? null
      : typeof wish === 'string'
        ? `${wish}.`
        : settings.install === undefined && !withoutNode
          ? (packages.problem ??
            (byPackages ? ((await ignoredLockfile(reader, packages)) ?? lockfileProblem(packages)) : null))
          : null,
    suggestion: suggestionFor(finding, packages.manager),
    mend: finding.supported ? null : (finding.mend ?? null),
    choice: !finding.supported && finding.ifChosen ? `framework: ${finding.framework}\n` : null,
    needs: finding.supported && settings.deploy === undefined ? (finding.needs ?? []).map(toldBefore) : [],
    warning:
      (await unfilledIn(folder)) ??
      (withoutEnd
        ? withoutRemove
        : [
            await notFetched(reader, folder.path, settings),
            finding.warning,
            finding.tool && warnOfRegion(finding.tool),
            byPackages && wordInEngines(packages, root),
            wish !== null && typeof wish !== 'string' && otherNode(wish, folder),
          ]
            .filter(Boolean)
            .join(' ') || null),
  }
}

/** It lies there, so that it is lacking would not be believed. */
async function ignoredLockfile(reader: Reader, { folder, lockfile }: Packages): Promise<string | undefined> {
  if (lockfile !== null) return undefined
  for (const name of Object.keys(lockfiles))
    if (await reader.isIgnored?.(joinPath(folder, name)))
      return `${name} lies here, but git ignores it: take it out of .gitignore and commit it, so that every build installs the same packages.`
  return undefined
}

const suggestionFor = ({ supported, ifChosen, instead }: Finding, manager: PackageManager): string | null =>
  supported || ifChosen || !instead ? null : asTrellisYml(instead(manager))

/** Somebody named the folder, so it is not left out. */
async function unfilledIn(folder: Folder): Promise<string | undefined> {
  const file = await placeholderIn(folder)
  return file && `${file} holds placeholders that nobody has filled in, as a template for apps does.`
}

/** Said from the first look on: when it fails a teardown it is late. */
export const withoutRemove =
  'trellis.yml names a deploy command and no `remove:`. A teardown will fail, and leave all that it deployed.'
