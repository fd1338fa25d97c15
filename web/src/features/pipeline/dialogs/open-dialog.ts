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
  /** What is chosen in it: the deployment to roll back to, or the branch and the commit to deploy. */
  to?: number | undefined
  branch?: string | undefined
  commit?: string | undefined
}

/** What a dialog leaves chosen behind in the address. */
export type Chosen = Pick<OpenDialog, 'to' | 'branch' | 'commit'>

/** The one without the other says nothing, and goes from the address. */
export function readOpenDialog(search: Record<string, unknown>): OpenDialog {
  const dialog = names.find(one => one === search.dialog)
  const environment = textIn(search.environment)
  if (!dialog || !environment) return nothing
  const number = countIn(search.number)
  if (dialog === 'rollback') return { ...nothing, dialog, environment, number, to: countIn(search.to) }
  if (dialog !== 'deploy') return { ...nothing, dialog, environment, number }
  return { ...nothing, dialog, environment, number, branch: textIn(search.branch), commit: textIn(search.commit) }
}

/** Named one by one, so that the router takes them from the address. */
const nothing: OpenDialog = {
  ...{ dialog: undefined, environment: undefined, number: undefined },
  ...{ to: undefined, branch: undefined, commit: undefined },
}

const countIn = (value: unknown): number | undefined =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : undefined

type Now = Pick<EnvironmentStatus, 'live' | 'running' | 'queued'>

/** Which deployment a dialog is about that is opened now; 0: none, undefined: it is about no single one. */
export function meantNow(dialog: DialogName, { live, running, queued }: Now): number | undefined {
  if (dialog === 'cancel') return running?.number ?? queued[0] ?? 0
  return dialog === 'promote' || dialog === 'rollback' ? (live?.number ?? 0) : undefined
}
