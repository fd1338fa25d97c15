import type { AppStatus, EnvironmentStatus } from '../../contract/app.ts'
import type { DeploymentSummary } from '../../contract/deployment.ts'
import type { Look } from '../terminal.ts'
import { shortCommit, whyItWaits } from './deployment.ts'
import { deploymentSign, drawSign, environmentSign, symbols } from './symbols.ts'
import { table } from './table.ts'
import { fit, pad, plain, plural, widthOf, wrap } from './text.ts'
import { age } from './time.ts'

/** The pipeline of an app at a glance, and below it whatever needs somebody. */
export function drawStatus(status: AppStatus, look: Look): string[] {
  const { paint, now } = look
  const rows = table<EnvironmentStatus>(
    [
      { title: 'ENVIRONMENT', text: one => one.name, draw: text => paint('bold', text), least: 10 },
      {
        title: 'STATUS',
        text: one => `${environmentSign(one.status).symbol} ${environmentSign(one.status).word}`,
        draw: (text, one) => paint(environmentSign(one.status).style, text),
      },
      { title: 'LIVE', text: one => (one.live ? `#${one.live.number}` : ''), align: 'right' },
      {
        title: 'COMMIT',
        text: one => shortCommit(one.live?.commit ?? null),
        draw: text => paint('dim', text),
        dispensable: 0,
      },
      { title: 'TITLE', text: one => plain(one.live?.title ?? ''), least: 20 },
      { title: 'AGE', text: one => age(one.live?.finishedAt ?? null, now), dispensable: 1 },
      { title: 'FOLLOWS', text: followed, draw: text => paint('dim', text), dispensable: 2 },
    ],
    status.environments,
    look,
  )
  const head = `${paint('bold', status.app)}  ${paint('dim', fit(plain(status.repository), look.width - status.app.length - 2))}`
  return [head, '', ...rows, ...news(status, look), ...addresses(status, look)]
}

const followed = (one: EnvironmentStatus): string => (one.protected ? 'protected' : (one.branch ?? ''))

/** What the table has no room for: what moves, what waits, what failed last. */
function news({ app, environments, sourceProblem }: AppStatus, look: Look): string[] {
  const { paint } = look
  const lines = environments.flatMap((one, at) => {
    const { name, latest, live, queued } = one
    const told: string[] = []
    const before = environments[at - 1]
    if (before?.live && live && one.behind)
      told.push(
        `${symbols.quiet} ${name} is ${plural(one.behind, 'commit')} behind ${before.name}${one.ahead ? `, which lacks ${one.ahead} of its own` : ''}`,
        paint('dim', `  Bring them there: trellis promote ${app} ${before.name} --to ${name}`),
      )
    if (one.brokenBy) told.push(...ended(app, name, one.brokenBy, look), ...mend(app, one, one.brokenBy, look))
    const isNews = latest && latest.number !== live?.number && latest.number !== one.brokenBy?.number
    if (isNews && latest.kind !== 'teardown' && latest.state !== 'superseded')
      told.push(...ended(app, name, latest, look))
    if (one.branchProblem)
      told.push(
        ...wrap(`${symbols.warning} ${name} follows ${one.branch}: ${plain(one.branchProblem)}`, look.width - 2, ''),
        paint('dim', `  Follow another: trellis environment set ${app} ${name} --branch BRANCH`),
      )
    if (one.leftBehind.length > 0) {
      told.push(`${symbols.warning} ${plural(one.leftBehind.length, 'resource')} left behind by teardowns of ${name}:`)
      for (const { type, id } of one.leftBehind) told.push(`  ${type}  ${plain(id)}`)
      told.push(paint('dim', `  Delete them: trellis teardown ${app} ${name} --yes --delete-retained`))
    }
    const waiting = queued.filter(number => number !== latest?.number)
    const list = waiting.map(number => `#${number}`).join(', ')
    if (waiting.length > 0)
      told.push(`${symbols.quiet} ${plural(waiting.length, 'deployment')} queued for ${name}: ${list}`)
    return told
  })
  if (sourceProblem)
    lines.push(`${paint('red', symbols.failed)} The repository cannot be read: ${plain(sourceProblem)}`)
  return lines.length > 0 ? ['', ...lines.map(line => `  ${line}`)] : []
}

/** Two columns less than the screen has, for the indent of all news. */
const inNews = (text: string, look: Look) => wrap(text, look.width - 2, '  ')

function ended(app: string, name: string, deployment: DeploymentSummary, look: Look): string[] {
  const { number, title, failure, noMachine } = deployment
  const where = failure?.phase ? ` in ${failure.phase}` : ''
  const sign = drawSign(deploymentSign(deployment), look)
  const head = `${sign}${where}  ${name} #${number}  ${look.paint('dim', plain(title ?? ''))}`
  if (noMachine) return [head, ...inNews(whyItWaits(noMachine), look)]
  if (!failure) return [head]
  const readOn = look.paint('dim', `  Read on: trellis logs ${app} ${name} ${number}`)
  return [head, ...inNews(failure.message.split('\n')[0] ?? '', look), readOn]
}

/** It ended in the midst of a change: how somebody gets the environment whole again. */
function mend(app: string, { name, live }: EnvironmentStatus, { kind }: DeploymentSummary, look: Look): string[] {
  if (kind === 'teardown')
    return [
      ...inNews('Part of it may be gone.', look),
      look.paint('dim', `  Tear it down again: trellis teardown ${app} ${name} --yes`),
    ]
  const back = live ? `, or go back: trellis rollback ${app} ${name}` : ''
  return [
    ...inNews('It ended in the midst of a change: what stands there may be half of it.', look),
    look.paint('dim', `  Deploy again${back}`),
  ]
}

/** Where the live deployments answer. */
function addresses({ environments }: AppStatus, { paint }: Look): string[] {
  const found = environments.flatMap(({ name, outputs }) => {
    const entries = Object.values(outputs).flatMap(values => Object.entries(values))
    const urls = entries.filter(([, value]) => /^https?:\/\//.test(value))
    return urls.map(([key, url], i) => ({ name: i === 0 ? name : '', key: plain(key), url: plain(url) }))
  })
  const width = (what: 'name' | 'key') => Math.max(0, ...found.map(one => widthOf(one[what])))
  const [names, keys] = [width('name'), width('key')]
  const lines = found.map(
    ({ name, key, url }) =>
      `  ${paint('dim', pad(name, names))}   ${paint('dim', pad(key, keys))}   ${paint(['cyan', 'underline'], url)}`,
  )
  return lines.length > 0 ? ['', ...lines] : []
}
