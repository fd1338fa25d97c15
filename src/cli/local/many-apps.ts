import type { DetectedApp } from '../../contract/detect.ts'
import type { Look } from '../terminal.ts'
import { symbols } from '../view/symbols.ts'
import { plain } from '../view/text.ts'

/** More than fit on two screens, each in full. */
export const mostInFull = 12
const mostNamed = 10

interface Alike {
  framework: string
  verdict: string
  good: boolean
  apps: DetectedApp[]
}

/** What is true of many apps is said once; each of them in full by its folder. */
export function drawMany(apps: readonly DetectedApp[], fromHere: (path: string) => string, look: Look): string[][] {
  const { paint } = look
  const [narrowest] = [...folders(apps)].filter(([folder]) => folder !== '.')
  const one = narrowest ? plain(fromHere(narrowest[0])) : 'FOLDER'
  return [
    [
      paint('bold', `${apps.length} apps were found.`),
      paint('dim', `  In full those of a folder: trellis detect ${one}`),
      paint('dim', '  In full all of them: trellis detect --json'),
    ],
    ...alike(apps).map(group => drawAlike(group, look)),
  ]
}

function alike(apps: readonly DetectedApp[]): Alike[] {
  const groups = new Map<string, Alike>()
  for (const app of apps) {
    const good = app.supported && app.problem === null
    const verdict = good ? '' : app.supported ? 'a deployment would be refused' : 'which Trellis cannot deploy yet'
    // One that names its own folder is the same of all.
    const key = `${app.framework} ${verdict} ${app.problem?.replaceAll(app.path, '') ?? ''}`
    const group = groups.get(key) ?? { framework: app.framework, verdict, good, apps: [] }
    group.apps.push(app)
    groups.set(key, group)
  }
  return [...groups.values()].sort((a, b) => Number(b.good) - Number(a.good) || b.apps.length - a.apps.length)
}

function drawAlike({ framework, verdict, good, apps }: Alike, { paint }: Look): string[] {
  const sign = good ? paint('green', symbols.good) : paint('red', symbols.failed)
  const told = apps.filter(app => app.needs.length > 0 || app.warning !== null)
  const problem = apps[0]?.problem ?? null
  return [
    `${sign} ${paint('bold', framework)}${verdict === '' ? '' : `, ${verdict}`}: ${apps.length}`,
    `  ${named(apps)}`,
    ...(problem === null ? [] : [`  ${paint('red', plain(problem))}`]),
    ...(told.length === 0
      ? []
      : [`  ${paint('yellow', `${symbols.warning} Of ${named(told)} there is something to be said beforehand.`)}`]),
  ]
}

function named(apps: readonly DetectedApp[]): string {
  const names = apps.slice(0, mostNamed).map(app => plain(app.path))
  const more = apps.slice(mostNamed)
  if (more.length === 0) return names.join(', ')
  const where = [...folders(more)].slice(0, 5).map(([folder, count]) => `${plain(folder)} (${count})`)
  return `${names.join(', ')} and ${more.length} more, below ${where.join(', ')}${folders(more).size > 5 ? ', …' : ''}`
}

/** The folders of the apps, with how many lie there: that with the most first. */
function folders(apps: readonly DetectedApp[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { path } of apps) {
    const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.'
    counts.set(folder, (counts.get(folder) ?? 0) + 1)
  }
  return new Map([...counts].sort(([, a], [, b]) => b - a))
}
