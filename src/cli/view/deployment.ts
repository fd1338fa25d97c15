import type { Deployment, Phase } from '../../contract/deployment.ts'
import { machinePatienceMinutes } from '../../contract/machine-patience.ts'
import type { Look } from '../terminal.ts'
import { deploymentSign, drawSign, symbols } from './symbols.ts'
import { pairs, table } from './table.ts'
import { plain, plural, wrap } from './text.ts'
import { between, duration } from './time.ts'

type NoMachine = NonNullable<Deployment['noMachine']>

type Place = Pick<Deployment, 'app' | 'environment' | 'number'>

export const placeOf = ({ app, environment, number }: Place): string => `${app}/${environment} #${number}`

export const shortCommit = (commit: string | null): string => commit?.slice(0, 7) ?? ''

const what = ({ commit, title }: Pick<Deployment, 'commit' | 'title'>, look: Look): string =>
  [look.paint('dim', shortCommit(commit)), plain(title ?? '')].filter(Boolean).join(' ')

/** One line: what a deployment is and how it stands. */
export function headline(deployment: Deployment, look: Look): string {
  const sign = drawSign(deploymentSign(deployment), look)
  return [sign, look.paint('bold', placeOf(deployment)), what(deployment, look)].filter(Boolean).join('  ')
}

/** Told right after it was asked for. */
export function accepted(deployment: Deployment, look: Look): string[] {
  const { app, environment, number, state, behind } = deployment
  const watch = look.paint('dim', `  Watch it: trellis logs ${app} ${environment} ${number} --follow`)
  if (state === 'queued') return [`${headline(deployment, look)}`, `  ${queuedAs(number, behind)}`, watch]
  if (state === 'running') return [headline(deployment, look), ...waitsForMachine(deployment), watch]
  return ended(deployment, look)
}

export const waitsForMachine = ({ noMachine }: Pick<Deployment, 'noMachine'>): string[] =>
  noMachine ? [`  ${whyItWaits(noMachine)}`] : []

export const whyItWaits = ({ problem }: NoMachine): string =>
  `Waits for a build machine, ${machinePatienceMinutes} minutes at most. ${plain(problem)}`

export const queuedAs = (number: number, behind: string | null): string =>
  behind ? `Queued as #${number} behind ${behind}.` : `Queued as #${number}; it starts in a moment.`

/** Told when it is over: what stands now, or what went wrong and where to read on. */
export function ended(deployment: Deployment, look: Look): string[] {
  const { startedAt, finishedAt, phases, failure, state } = deployment
  const took = startedAt ? duration(between(startedAt, finishedAt, look.now)) : ''
  const lines = [[headline(deployment, look), look.paint('dim', took)].filter(Boolean).join('  ')]
  const steps = phases.filter(isTold).map(phase => drawPhase(phase, look))
  if (steps.length > 0) lines.push(`  ${steps.join(look.paint('dim', ' · '))}`)
  if (failure) return [...lines, ...explainFailure(deployment, look)]
  if (state === 'cancelled' && deployment.cancelRequestedBy) {
    lines.push(`  Cancelled by ${plain(deployment.cancelRequestedBy.name)}.`)
  }
  if (state === 'superseded') lines.push(`  ${whySuperseded(deployment)}`)
  return [...lines, ...drawOutputs(deployment.outputs, look), ...drawRetained(deployment, look)]
}

const whySuperseded = ({ source }: Deployment): string =>
  source
    ? `#${source.number} brings the same commit: it needed no deployment of its own.`
    : 'A newer push took its place before it could start.'

/** Few apps have all phases; only of these one wonders why they did not run. */
const isTold = ({ name, state }: Phase): boolean => state !== 'skipped' || name === 'install' || name === 'test'

function drawPhase({ name, state, reason, startedAt, finishedAt }: Phase, { paint, now }: Look): string {
  const why = reason ? paint('dim', ` (${plain(reason)})`) : ''
  if (state === 'skipped') return paint('dim', `${name} skipped`) + why
  const took = paint('dim', duration(between(startedAt, finishedAt, now)))
  return state === 'failed' ? `${paint('red', `${symbols.failed} ${name}`)} ${took}` : `${name} ${took}${why}`
}

function explainFailure({ app, environment, number, failure, lastSeq }: Deployment, { paint, width }: Look): string[] {
  if (!failure) return []
  const where = failure.phase ? `Failed in ${failure.phase}:` : 'Failed:'
  const [first = '', ...rest] = wrap(`${where} ${failure.message}`, width, '  ')
  const lines = ['', first.replace(where, paint('red', where)), ...rest]
  if (failure.hint) lines.push(...wrap(failure.hint, width, '  '))
  // Not wrapped: it is there to be pasted.
  if (failure.trellisYml)
    lines.push(
      ...failure.trellisYml
        .trimEnd()
        .split('\n')
        .map(line => `    ${plain(line)}`),
    )
  if (lastSeq === 0) return lines
  const from = failure.line ? ` --from ${Math.max(1, failure.line - 5)}` : ''
  return [...lines, paint('dim', `  Read on: trellis logs ${app} ${environment} ${number}${from}`)]
}

/** Stack outputs; addresses stand out, since they are what people look for. What the CDK exports from stack to stack is left to `--json`. */
export function drawOutputs(outputs: Deployment['outputs'], look: Look): string[] {
  const entries = Object.entries(outputs).flatMap(([stack, values]) =>
    Object.entries(values).flatMap(([key, value]) => {
      if (key.startsWith('ExportsOutput')) return []
      const text = plain(value)
      return [[`${stack}.${key}`, /^https?:\/\//.test(text) ? look.paint(['cyan', 'underline'], text) : text] as const]
    }),
  )
  return pairs(entries, look)
}

/** What a teardown left behind, by name. */
function drawRetained({ app, environment, retained, kind }: Deployment, look: Look): string[] {
  if (kind !== 'teardown' || retained.length === 0) return []
  const left = retained.filter(one => !one.deleted)
  const rows = table(
    [
      { title: 'TYPE', text: one => one.type, least: 12 },
      { title: 'NAME', text: one => plain(one.id), least: 16 },
      { title: 'STACK', text: one => one.stack, least: 8, dispensable: 1 },
      { title: '', text: one => (one.deleted ? 'deleted' : plain(one.problem ?? 'left')), least: 8 },
    ],
    retained,
    look,
  )
  const advice = look.paint(
    'dim',
    `  \`trellis teardown ${app} ${environment} --yes --delete-retained\` deletes that, too.`,
  )
  if (left.length === 0) return ['', `  ${plural(retained.length, 'retained resource')} deleted, too:`, ...rows]
  return ['', `  ${plural(left.length, 'resource')} left behind by its stacks:`, ...rows, advice]
}
