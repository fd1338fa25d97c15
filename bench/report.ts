import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { machine } from './machine.ts'
import type { Row } from './row.ts'

/** Which measurement: the pipeline's and the dashboard's are kept beside each other. */
export type Part = 'pipeline' | 'web' | 'aws'
const files: Record<Part, string> = {
  pipeline: 'results.json',
  web: 'results-web.json',
  aws: 'results-aws.json',
}
const pageOf = (part: Part): string => (part === 'aws' ? 'docs/aws.md' : 'docs/performance.md')
const commands: Record<Part, string> = {
  pipeline: 'npm run bench',
  web: 'npm run bench:web',
  aws: 'npm run bench:aws',
}

export function print(rows: readonly Row[]): void {
  const width = Math.max(...rows.map(row => row.name.length))
  for (const row of rows) {
    console.log(
      `${row.name.padEnd(width)}  ${shown(row).padStart(12)}  ${limit(row).padEnd(10)} ${verdict(row)}`.trimEnd(),
    )
  }
}

/** Keeps them, as data and as the tables of its page; the prose around the tables is left alone. */
export async function write(
  where: ReturnType<typeof machine>,
  rows: readonly Row[],
  part: Part = 'pipeline',
): Promise<void> {
  const begin = `<!-- begin: written by ${commands[part]} -->`
  const end = `<!-- end: written by ${commands[part]} -->`
  await writeFile(new URL(files[part], import.meta.url), `${JSON.stringify({ machine: where, rows }, null, 2)}\n`)
  const page = fileURLToPath(new URL(`../${pageOf(part)}`, import.meta.url))
  const text = await readFile(page, 'utf8')
  const [before, after] = [text.indexOf(begin), text.indexOf(end)]
  if (before < 0 || after < before) throw new Error(`${pageOf(part)} has no place for the table: ${begin} … ${end}`)
  await writeFile(page, `${text.slice(0, before + begin.length)}\n\n${tables(where, rows)}\n${text.slice(after)}`)
}

function tables(
  { cpu, cores, memory, node, date, loadBefore }: ReturnType<typeof machine>,
  rows: readonly Row[],
): string {
  const goals = rows.filter(row => row.goal !== null)
  const others = rows.filter(row => row.goal === null)
  return [
    `Measured ${date} on ${cores} cores (${cpu}), ${memory}, Node ${node.slice(1)}; load average before it began: ${loadBefore}.`,
    '',
    '| what | measured | goal | met |',
    '|---|---|---|---|',
    ...goals.map(row => `| ${row.name} | ${shown(row)} | ${limit(row)} | ${verdict(row)} |`),
    '',
    '| where the time goes, and other figures | measured |',
    '|---|---|',
    ...others.map(row => `| ${row.name} | ${shown(row)} |`),
    '',
  ].join('\n')
}

const shown = ({ value, unit }: Row): string => `${value.toLocaleString('en-US', { maximumFractionDigits: 3 })} ${unit}`
const limit = ({ goal, unit }: Row): string => (goal === null ? '' : `≤ ${goal} ${unit}`)
const verdict = ({ met }: Row): string => (met === null ? '' : met ? 'yes' : '**no**')
