import type { ServerStatus } from '../../contract/app.ts'
import type { Look } from '../terminal.ts'
import { environmentSign, symbols } from './symbols.ts'
import { table } from './table.ts'
import { plain } from './text.ts'
import { age } from './time.ts'

type Row = ServerStatus['apps'][number] & { line: ServerStatus['apps'][number]['environments'][number]; first: boolean }

/** Every app with its environments, a line each. */
export function drawGlance({ apps }: ServerStatus, look: Look): string[] {
  const { paint, now } = look
  const rows: Row[] = apps.flatMap(app => app.environments.map((line, i) => ({ ...app, line, first: i === 0 })))
  const problems = apps.flatMap(({ app, sourceProblem }) =>
    sourceProblem ? [`${paint('red', symbols.failed)} ${app} cannot be read: ${plain(sourceProblem)}`] : [],
  )
  return [
    ...table<Row>(
      [
        { title: 'APP', text: one => (one.first ? one.app : ''), draw: text => paint('bold', text), least: 8 },
        { title: 'ENVIRONMENT', text: ({ line }) => line.name, least: 10 },
        {
          title: 'STATUS',
          text: ({ line }) => `${environmentSign(line.status).symbol} ${environmentSign(line.status).word}`,
          draw: (text, { line }) => paint(environmentSign(line.status).style, text),
        },
        { title: 'LIVE', text: ({ line }) => (line.live ? `#${line.live.number}` : ''), align: 'right' },
        { title: 'TITLE', text: ({ line }) => plain(line.live?.title ?? ''), least: 20, dispensable: 1 },
        // Never left out: it tells what failed.
        { title: 'LAST', text: ({ line }) => lastOf(line) },
        { title: 'AGE', text: ({ line }) => age(line.latest?.requestedAt ?? null, now), dispensable: 2 },
      ],
      rows,
      look,
    ),
    ...(problems.length > 0 ? ['', ...problems.map(line => `  ${line}`)] : []),
  ]
}

/** Only what the status does not say already. */
const lastOf = ({ live, latest }: Row['line']): string =>
  latest && latest.number !== live?.number ? `#${latest.number} ${latest.state}` : ''
