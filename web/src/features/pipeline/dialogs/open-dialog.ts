import { textIn } from '../../../lib/text-in.ts'

const names = ['deploy', 'promote', 'rollback', 'teardown', 'cancel', 'compare'] as const
export type DialogName = (typeof names)[number]

/** Which dialog stands open, over which environment: part of the address, so that it can be shared. */
export interface OpenDialog {
  dialog?: DialogName | undefined
  environment?: string | undefined
}

export const readOpenDialog = (search: Record<string, unknown>): OpenDialog => ({
  dialog: names.find(one => one === search.dialog),
  environment: textIn(search.environment),
})
