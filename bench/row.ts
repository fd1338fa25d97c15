/** One line of `results.json` and of the table in docs/performance.md. Every goal is an upper limit. */
export interface Row {
  readonly name: string
  readonly value: number
  readonly unit: '×' | 's' | 'ms' | 'MB' | 'KB' | 'lines' | 'lines/s' | 'calls' | 'deployments' | 'resources' | 'US$'
  /** Null: shown to explain the others. */
  readonly goal: number | null
  readonly met: boolean | null
}

/** The limit holds for what was measured, not for what is left of it after rounding. */
export const withGoal = (name: string, value: number, unit: Row['unit'], goal: number): Row => ({
  name,
  value: rounded(value, unit),
  unit,
  goal,
  met: value <= goal,
})

export const figure = (name: string, value: number, unit: Row['unit']): Row => ({
  name,
  value: rounded(value, unit),
  unit,
  goal: null,
  met: null,
})

export const inSeconds = (name: string, milliseconds: number): Row => figure(name, milliseconds / 1000, 's')

const decimals: Record<Row['unit'], number> = {
  '×': 3,
  s: 3,
  ms: 1,
  MB: 1,
  KB: 1,
  lines: 0,
  'lines/s': 0,
  calls: 2,
  deployments: 0,
  resources: 0,
  US$: 3,
}

const rounded = (value: number, unit: Row['unit']): number => Number(value.toFixed(decimals[unit]))
