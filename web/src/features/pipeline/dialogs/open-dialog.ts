import { textIn } from '../../../lib/text-in.ts'

const names = ['deploy', 'promote', 'rollback', 'teardown', 'cancel', 'compare'] as const
export type DialogName = (typeof names)[number]

/** Which dialog stands open, over which environment: part of the address, so that it can be shared. */
export interface OpenDialog {
  dialog?: DialogName | undefined
  environment?: string | undefined
}

/** The one without the other says nothing, and goes from the address. */
export function readOpenDialog(search: Record<string, unknown>): OpenDialog {
  const dialog = names.find(one => one === search.dialog)
  const environment = textIn(search.environment)
  return dialog && environment ? { dialog, environment } : { dialog: undefined, environment: undefined }
}
