const names = ['deploy', 'promote', 'rollback', 'teardown', 'cancel', 'compare'] as const
export type DialogName = (typeof names)[number]

/** Which dialog stands open, over which environment: part of the address, so that it can be shared. */
export interface OpenDialog {
  dialog?: DialogName
  environment?: string
}

export const isDialogName = (value: unknown): value is DialogName => names.includes(value as DialogName)
