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
  width: number
}

function arrange<Row>(columns: readonly Column<Row>[], rows: readonly Row[], available: number): Placed<Row>[] {
  const placed = columns.map(column => ({
    column,
    width: Math.max(widthOf(column.title), ...rows.map(row => widthOf(column.text(row)))),
  }))
  const excess = () =>
    indent.length + placed.reduce((sum, { width }) => sum + width, 0) + gap.length * (placed.length - 1) - available
  const cut = () => {
    for (const one of placed.toSorted((a, b) => b.width - a.width)) {
      const { least } = one.column
      if (least !== undefined) one.width -= Math.max(0, Math.min(excess(), one.width - least))
    }
  }
  const natural = placed.map(({ width }) => width)
  cut()
  while (excess() > 0) {
    const order = placed.filter(({ column }) => column.dispensable !== undefined)
    const first = order.sort((a, b) => (b.column.dispensable ?? 0) - (a.column.dispensable ?? 0))[0]
    if (!first) break
    const index = placed.indexOf(first)
    placed.splice(index, 1)
    natural.splice(index, 1)
    // What was cut may stand in full again.
    for (const [i, one] of placed.entries()) one.width = natural[i] ?? one.width
    cut()
  }
  return placed
}

/** Names and their values, one a line, the values under each other. */
export function pairs(entries: readonly (readonly [string, string])[], look: Look, inset = indent): string[] {
  const width = Math.max(0, ...entries.map(([name]) => widthOf(name)))
  return entries.map(([name, value]) => `${inset}${look.paint('dim', pad(name, width))}   ${value}`)
}
