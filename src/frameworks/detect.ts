import type { Failure } from '../contract/deployment.ts'
import type { DetectedApp, Detection } from '../contract/detect.ts'
import { amplify } from './amplify.ts'
import { architect } from './architect.ts'
import { isAside, isPassedOver, isVirtualEnvironment } from './aside.ts'
import { brokenLink } from './broken-link.ts'
import { cdk } from './cdk.ts'
import { chalice } from './chalice.ts'
import { chosenIn, custom } from './custom.ts'
import { describe } from './describe.ts'
import type { Detector, Finding } from './finding.ts'
import { type Folder, openFolder } from './folder.ts'
import { isPlaceholder, placeholderIn } from './placeholders.ts'
import { pulumi } from './pulumi.ts'
import { joinPath, type Reader } from './reader.ts'
import { sam } from './sam.ts'
import { serverless } from './serverless.ts'
import { sst } from './sst.ts'
import { terraform } from './terraform.ts'
import { trellisYmlNames } from './trellis-yml.ts'
import { uninstalledHere } from './uninstalled-here.ts'

const detectors: readonly Detector[] = [cdk, serverless, sst, sam, architect, amplify, pulumi, terraform, chalice]

const deepest = 5

export type FolderDetection =
  /** `folder` is where the app lies: trellis.yml may name another one than that which it lies in. */
  | { kind: 'app'; app: DetectedApp; folder: Folder; finding: Finding; refused: Failure | null }
  | { kind: 'ambiguous'; ambiguity: Detection['ambiguous'][number] }
  | { kind: 'none' }

/** Everything deployable in a working tree, from `start` downwards. */
export async function detect(reader: Reader, start = '.'): Promise<Detection> {
  const detection: Detection = { apps: [], ambiguous: [], leftOut: [] }
  const claimed = new Set<string>()
  const names = new Map<string, string>()
  const visit = async (path: string, depth: number, why: WhyLeftOut | undefined): Promise<void> => {
    const folder = await openFolder(reader, path)
    if (isVirtualEnvironment(folder)) return
    const found = await detectIn(reader, folder)
    // The app that a trellis.yml above points to is not a second one.
    if (!claimed.has(path) && found.kind !== 'none') {
      const unfilled = path !== start && why === undefined && (await placeholderIn(folder)) !== undefined
      note(detection, found, { path, why: unfilled ? 'placeholders' : why })
    }
    if (found.kind === 'app') {
      claimed.add(found.folder.path)
      for (const part of found.finding.parts ?? []) claimed.add(joinPath(found.folder.path, part))
      if (found.finding.called !== undefined)
        names.set(found.app.path, `${found.app.framework} ${found.finding.called}`)
    }
    if (depth === deepest) return
    for (const name of [...folder.names]
      .filter(each => each.endsWith('/'))
      .map(each => each.slice(0, -1))
      .sort()) {
      if (isPassedOver(name)) continue
      const here = isPlaceholder(name) ? 'placeholders' : isAside(name, folder) ? 'folder' : undefined
      await visit(joinPath(path, name), depth + 1, why ?? here)
    }
  }
  await visit(start, 0, undefined)
  return { ...detection, apps: withTwins(detection.apps, names) }
}

/** Each is an app of its own, and in one account they would become one stack: the second that is deployed is refused. */
function withTwins(apps: readonly DetectedApp[], names: ReadonlyMap<string, string>): DetectedApp[] {
  return apps.map(app => {
    const name = names.get(app.path)
    const twin = apps.find(other => other.path !== app.path && name !== undefined && names.get(other.path) === name)
    if (!twin) return app
    const called = name?.slice(app.framework.length + 1)
    const told = `${twin.path} is called ${called}, too: in one account and region both would be the same stack. Give one of them another name.`
    return { ...app, warning: app.warning === null ? told : `${told} ${app.warning}` }
  })
}

type WhyLeftOut = Detection['leftOut'][number]['why']
type Seen = Exclude<FolderDetection, { kind: 'none' }>

function note(to: Detection, found: Seen, { path, why }: { path: string; why: WhyLeftOut | undefined }): void {
  const frameworks = found.kind === 'app' ? [found.app.framework] : found.ambiguity.frameworks
  if (why !== undefined) to.leftOut.push({ path, frameworks, why })
  else if (found.kind === 'app') to.apps.push(found.app)
  else to.ambiguous.push(found.ambiguity)
}

/** What one folder holds. It is looked at whatever it is called: somebody named it. */
export async function detectFolder(reader: Reader, path: string): Promise<FolderDetection> {
  return await detectIn(reader, await openFolder(reader, path))
}

const isApp = async (folder: Folder): Promise<boolean> =>
  trellisYmlNames.some(name => folder.names.has(name)) ||
  (await Promise.all(detectors.map(detector => detector(folder)))).some(finding => finding !== undefined)

async function detectIn(reader: Reader, outer: Folder): Promise<FolderDetection> {
  const settled = await chosenIn(outer)
  const inner = settled?.settings.path
  const folder = inner ? await openFolder(reader, joinPath(outer.path, inner)) : outer
  const app = async (finding: Finding): Promise<FolderDetection> => {
    const settings = settled?.settings ?? {}
    const described = await describe(reader, folder, finding, settings)
    const { warning, refused } = await uninstalledHere(reader, { folder, finding, settings, isApp })
    return {
      kind: 'app',
      app: {
        ...described,
        path: outer.path,
        problem: described.problem ?? (refused ? `${refused.message} ${refused.hint}` : null),
        warning: [described.warning, warning].filter(Boolean).join(' ') || null,
      },
      folder,
      finding,
      refused: refused ?? null,
    }
  }
  const all = await Promise.all(detectors.map(detector => detector(folder)))
  const findings = all.filter(finding => finding !== undefined)
  const broken = await brokenLink(reader, folder)
  // What another file settles does not need it; but that of trellis.yml may say anything.
  const others = findings.filter(finding => finding.framework !== broken?.framework)
  if (broken && (broken.framework === 'custom' || (!settled?.settings.deploy && others.length === 0)))
    return await app(broken)
  const chosen = settled && custom(settled, findings)
  if (chosen) return await app(chosen)
  const [only, ...more] = findings
  if (!only) return { kind: 'none' }
  if (more.length === 0) return await app(only)
  const frameworks = [...new Set(findings.map(finding => finding.framework))]
  const why = `${findings.map(finding => finding.reasons[0]).join('; ')}.`
  return { kind: 'ambiguous', ambiguity: { path: outer.path, frameworks, why } }
}
