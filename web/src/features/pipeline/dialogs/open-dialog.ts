import type { EnvironmentStatus } from '../../../../../src/contract/app.ts'
import { textIn } from '../../../lib/text-in.ts'

const names = ['deploy', 'promote', 'rollback', 'teardown', 'cancel', 'compare'] as const
export type DialogName = (typeof names)[number]

/** Which dialog stands open, over which environment: part of the address, so that it can be shared. */
export interface OpenDialog {
  dialog?: DialogName | undefined
  environment?: string | undefined
  /** Which deployment it was opened for; 0: there was none. It never turns to another one by itself. */
  number?: number | undefined
}

/** The one without the other says nothing, and goes from the address. */
export function readOpenDialog(search: Record<string, unknown>): OpenDialog {
  const dialog = names.find(one => one === search.dialog)
  const environment = textIn(search.environment)
  const number = Number.isSafeInteger(search.number) && Number(search.number) >= 0 ? Number(search.number) : undefined
  return dialog && environment
    ? { dialog, environment, number }
    : { dialog: undefined, environment: undefined, number: undefined }
}

type Now = Pick<EnvironmentStatus, 'live' | 'running' | 'queued'>

/** Which deployment a dialog is about that is opened now; 0: none, undefined: it is about no single one. */
export function meantNow(dialog: DialogName, { live, running, queued }: Now): number | undefined {
  if (dialog === 'cancel') return running?.number ?? queued[0] ?? 0
  return dialog === 'promote' || dialog === 'rollback' ? (live?.number ?? 0) : undefined
}
