import type { EnvironmentStatus } from '../../../../../src/contract/app.ts'

/** What something that is asked for an environment waits for; null: nothing. */
export function underwayWords({
  running,
  queued,
}: {
  running: Pick<NonNullable<EnvironmentStatus['running']>, 'number'> | null
  queued: readonly number[]
}): string | null {
  const waiting = queued.map(number => `#${number}`).join(', ')
  const waits = queued.length === 1 ? 'waits' : 'wait'
  if (running && waiting) return `#${running.number} is running there, and ${waiting} ${waits}: this comes after.`
  if (running) return `#${running.number} is running there: this waits for it.`
  return waiting ? `${waiting} ${waits} there: this comes after.` : null
}
