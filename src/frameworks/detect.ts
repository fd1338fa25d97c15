import type { DetectedApp, Detection } from '../contract/detect.ts'
import { amplify } from './amplify.ts'
import { architect } from './architect.ts'
import { cdk } from './cdk.ts'
import { chalice } from './chalice.ts'
import { chosenIn, custom } from './custom.ts'
import type { Detector, Finding } from './finding.ts'
import { type Folder, openFolder } from './folder.ts'
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

/** Folders that hold what was installed, built or generated, or that are there to be copied or tested with. */
const passedOver = new Set(
  (
    'node_modules bower_components vendor venv env site-packages __pycache__ dist build out target coverage tmp ' +
    'cdk.out amplify test tests spec e2e fixtures fixture __tests__ __fixtures__ testdata mocks ' +
    'template templates boilerplate boilerplates example examples sample samples demo demos docs doc'
  ).split(' '),
)
const deepest = 5

export type FolderDetection =
  /** `folder` is where the app lies: trellis.yml may name another one than that which it lies in. */
  | { kind: 'app'; app: DetectedApp; folder: Folder; finding: Finding }
  | { kind: 'ambiguous'; ambiguity: Detection['ambiguous'][number] }
  | { kind: 'none' }

/** Everything deployable in a working tree, from `start` downwards. */
export async function detect(reader: Reader, start = '.'): Promise<Detection> {
  const detection: Detection = { apps: [], ambiguous: [] }
  const claimed = new Set<string>()
  const visit = async (path: string, depth: number): Promise<void> => {
    const folder = await openFolder(reader, path)
    const found = await detectIn(reader, folder)
    // The app that a trellis.yml above points to is not a second one.
    if (found.kind === 'app' && !claimed.has(path)) detection.apps.push(found.app)
    if (found.kind === 'ambiguous' && !claimed.has(path)) detection.ambiguous.push(found.ambiguity)
    if (found.kind === 'app') claimed.add(found.folder.path)
    if (depth === deepest) return
    for (const name of [...folder.names]
      .filter(each => each.endsWith('/'))
      .map(each => each.slice(0, -1))
      .sort()) {
      if (!name.startsWith('.') && !passedOver.has(name.toLowerCase())) await visit(joinPath(path, name), depth + 1)
    }
  }
  await visit(start, 0)
  return detection
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
  const why = `${findings.map(finding => finding.reasons[0]).join('; ')}. Choose one with \`framework:\` in trellis.yml.`
  return { kind: 'ambiguous', ambiguity: { path: outer.path, frameworks, why } }
}

async function describe(reader: Reader, folder: Folder, finding: Finding, settings: TrellisYml): Promise<DetectedApp> {
  const packages = await packagesOf(reader, folder)
  const withoutNode = finding.python && packages.lockfile === null
  const manager = withoutNode ? (finding.python?.manager ?? packages.manager) : packages.manager
  return {
    path: folder.path,
    framework: finding.framework,
    supported: finding.supported,
    packageManager: manager,
    test: settings.test === false ? null : (settings.test ?? testCommandOf(folder, packages.manager)),
    reasons: [...finding.reasons, ...(packages.reason ? [packages.reason] : [])],
    overrides: Object.entries(settings).map(([key, value]) => `${key}: ${shown(value)}`),
    problem:
      settings.install === undefined && !withoutNode ? (packages.problem ?? lockfileProblem(folder, packages)) : null,
  }
}
