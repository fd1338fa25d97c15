import type { Look } from '../terminal.ts'
import { fit, pad, widthOf } from './text.ts'

export interface Column<Row> {
  title: string
  /** Plain text: it may have to be cut. */
  text(row: Row): string
  /** Colours what is left of it. */
  draw?(text: string, row: Row): string
  align?: 'left' | 'right'
  /** May be cut down to this width when the terminal is narrow. */
  least?: number
  /** Left out altogether when cutting does not suffice; higher goes first. */
  dispensable?: number
}

const gap = '   '
const indent = '  '
const narrowest = 6

/** Lines of a table that fits the terminal. A column without any text is left out. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[], look: Look): string[] {
  const used = columns.filter(column => rows.some(row => column.text(row) !== ''))
  const layout = arrange(used, rows, look.width)
  const line = (cell: (column: Column<Row>, width: number) => string) =>
    `${indent}${layout.map(({ column, width }) => cell(column, width)).join(gap)}`.trimEnd()
  const head = line((column, width) => look.paint('dim', pad(fit(column.title, width), width, column.align)))
  return [
    head,
    ...rows.map(row =>
      line((column, width) => {
        const text = fit(column.text(row), width)
        return pad(column.draw ? column.draw(text, row) : text, width, column.align)
      }),
    ),
  ]
}

interface Placed<Row> {
  column: Column<Row>
  /** What it would like to have. */
  natural: number
  width: number
}

function arrange<Row>(columns: readonly Column<Row>[], rows: readonly Row[], available: number): Placed<Row>[] {
  const placed = columns.map(column => {
    const natural = Math.max(widthOf(column.title), ...rows.map(row => widthOf(column.text(row))))
    return { column, natural, width: natural }
  })
  const excess = () =>
    indent.length + placed.reduce((sum, { width }) => sum + width, 0) + gap.length * (placed.length - 1) - available
  const cut = (least: (column: Column<Row>) => number | undefined) => {
    for (const one of placed.toSorted((a, b) => b.width - a.width)) {
      const bound = least(one.column)
      if (bound !== undefined) one.width -= Math.max(0, Math.min(excess(), one.width - bound))
    }
  }
  cut(column => column.least)
  while (excess() > 0) {
    const dispensable = placed.filter(({ column }) => column.dispensable !== undefined)
    const first = dispensable.sort((a, b) => (b.column.dispensable ?? 0) - (a.column.dispensable ?? 0))[0]
    // Nothing to leave out is left: now it may look cramped.
    if (!first) {
      cut(column => column.least && narrowest)
      break
    }
    placed.splice(placed.indexOf(first), 1)
    // What was cut may stand in full again.
    for (const one of placed) one.width = one.natural
    cut(column => column.least)
  }
  return placed
}

/** Names and their values, one a line, the values under each other. */
export function pairs(entries: readonly (readonly [string, string])[], look: Look, inset = indent): string[] {
  const width = Math.max(0, ...entries.map(([name]) => widthOf(name)))
  return entries.map(([name, value]) => `${inset}${look.paint('dim', pad(name, width))}   ${value}`)
}
