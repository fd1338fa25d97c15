import { textIn } from './text-in.ts'

export interface Opened {
  dialog?: string | undefined
}

/** The dialog that the search part of an address names. */
export const readOpened = ({ dialog }: Record<string, unknown>): Opened => ({ dialog: textIn(dialog) })
