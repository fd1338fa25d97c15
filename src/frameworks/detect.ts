import type { DetectedApp, Detection, PackageManager } from '../contract/detect.ts'
import { amplify } from './amplify.ts'
import { architect } from './architect.ts'
import { cdk } from './cdk.ts'
import { chalice } from './chalice.ts'
import { chosenIn, custom } from './custom.ts'
import type { Detector, Finding } from './finding.ts'
import { type Folder, openFolder } from './folder.ts'
import { asTrellisYml } from './own-commands.ts'
import { lockfileProblem } from './packages/install.ts'
import { packagesOf, testCommandOf } from './packages/packages.ts'
import { pulumi } from './pulumi.ts'
import { joinPath, type Reader } from './reader.ts'
import { sam } from './sam.ts'
import { serverless } from './serverless.ts'
import { sst } from './sst.ts'
import { terraform } from './terraform.ts'
import { shown, type TrellisYml } from './trellis-yml.ts'

const detectors: readonly Detector[] = [cdk, serverless, sst, sam, architect, amplify, pulumi, terraform, chalice]

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))
/** Folders that hold what was installed, built or generated. */
const passedOver = words(
  'node_modules bower_components vendor venv env site-packages __pycache__ dist build out target coverage tmp cdk.out amplify',
)
/** Folders that are there to be copied or tested with: an app in one of them is told of, and taken when the folder is named. */
const aside = words(
  'test tests spec e2e fixtures fixture __tests__ __fixtures__ testdata mocks ' +
    'template templates boilerplate boilerplates example examples sample samples demo demos docs doc',
)
const deepest = 5

export type FolderDetection =
  /** `folder` is where the app lies: trellis.yml may name another one than that which it lies in. */
  | { kind: 'app'; app: DetectedApp; folder: Folder; finding: Finding }
  | { kind: 'ambiguous'; ambiguity: Detection['ambiguous'][number] }
  | { kind: 'none' }

/** Everything deployable in a working tree, from `start` downwards. */
export async function detect(reader: Reader, start = '.'): Promise<Detection> {
  const detection: Detection = { apps: [], ambiguous: [], leftOut: [] }
  const claimed = new Set<string>()
  const visit = async (path: string, depth: number, isAside: boolean): Promise<void> => {
    const folder = await openFolder(reader, path)
    const found = await detectIn(reader, folder)
    // The app that a trellis.yml above points to is not a second one.
    if (!claimed.has(path)) note(detection, found, path, isAside)
    if (found.kind === 'app') claimed.add(found.folder.path)
    if (depth === deepest) return
    for (const name of [...folder.names]
      .filter(each => each.endsWith('/'))
      .map(each => each.slice(0, -1))
      .sort()) {
      const called = name.toLowerCase()
      if (name.startsWith('.') || passedOver.has(called)) continue
      await visit(joinPath(path, name), depth + 1, isAside || aside.has(called))
    }
  }
  await visit(start, 0, false)
  return detection
}

function note(to: Detection, found: FolderDetection, path: string, isAside: boolean): void {
  if (found.kind === 'none') return
  const frameworks = found.kind === 'app' ? [found.app.framework] : found.ambiguity.frameworks
  if (isAside) to.leftOut.push({ path, frameworks })
  else if (found.kind === 'app') to.apps.push(found.app)
  else to.ambiguous.push(found.ambiguity)
}

/** What one folder holds. It is looked at whatever it is called: somebody named it. */
export async function detectFolder(reader: Reader, path: string): Promise<FolderDetection> {
  return await detectIn(reader, await openFolder(reader, path))
}

async function detectIn(reader: Reader, outer: Folder): Promise<FolderDetection> {
  const settled = await chosenIn(outer)
  const inner = settled?.settings.path
  const folder = inner ? await openFolder(reader, joinPath(outer.path, inner)) : outer
  const app = async (finding: Finding): Promise<FolderDetection> => ({
    kind: 'app',
    app: { ...(await describe(reader, folder, finding, settled?.settings ?? {})), path: outer.path },
    folder,
    finding,
  })
  const all = await Promise.all(detectors.map(detector => detector(folder)))
  const findings = all.filter(finding => finding !== undefined)
  const chosen = settled && custom(settled, findings)
  if (chosen) return await app(chosen)
  const [only, ...others] = findings
  if (!only) return { kind: 'none' }
  if (others.length === 0) return await app(only)
  const frameworks = [...new Set(findings.map(finding => finding.framework))]
  const why = `${findings.map(finding => finding.reasons[0]).join('; ')}.`
  return { kind: 'ambiguous', ambiguity: { path: outer.path, frameworks, why } }
}

async function describe(reader: Reader, folder: Folder, finding: Finding, settings: TrellisYml): Promise<DetectedApp> {
  const packages = await packagesOf(reader, folder)
  const withoutNode = finding.python && packages.lockfile === null
  const byPackages = folder.packageJson !== undefined || finding.byPackages
  const manager = withoutNode ? (finding.python?.manager ?? packages.manager) : packages.manager
  return {
    path: folder.path,
    framework: finding.framework,
    supported: finding.supported,
    packageManager: manager,
    test: settings.test === false ? null : (settings.test ?? testCommandOf(folder, packages.manager)),
    reasons: [...finding.reasons, ...(packages.reason ? [packages.reason] : [])],
    overrides: Object.entries(settings).map(([key, value]) => `${key}: ${shown(value)}`),
    // Of what cannot be deployed at all nothing else matters.
    problem:
      finding.supported && settings.install === undefined && !withoutNode
        ? (packages.problem ?? (byPackages ? lockfileProblem(packages) : null))
        : null,
    suggestion: suggestionFor(finding, packages.manager),
    mend: finding.supported ? null : (finding.mend ?? null),
    choice: !finding.supported && finding.ifChosen ? `framework: ${finding.framework}\n` : null,
    warning: settings.deploy !== undefined && settings.remove === undefined ? withoutRemove : (finding.warning ?? null),
  }
}

const suggestionFor = ({ supported, ifChosen, instead }: Finding, manager: PackageManager): string | null =>
  supported || ifChosen || !instead ? null : asTrellisYml(instead(manager))

/** Said from the first look on: when it fails a teardown it is late. */
export const withoutRemove =
  'trellis.yml names a deploy command and no `remove:`. A teardown will fail, and leave all that it deployed.'
