import type { Folder } from './folder.ts'
import { languages, someCode } from './some-code.ts'
import { withoutComments } from './without-comments.ts'

/** Whether an app whose stacks its own code names asks which environment it is deployed to. @param command what runs it */
export async function asksForStage(folder: Folder, command = ''): Promise<boolean> {
  if (command.includes('TRELLIS_STAGE')) return true
  const asked = await someCode(
    folder,
    languages.any,
    ({ text }) => withoutComments(text).includes('TRELLIS_STAGE') || undefined,
  )
  return asked === true
}

export const askForStage =
  'First let the names of its stacks contain the variable TRELLIS_STAGE, which holds the name of the environment, and look again: without it one environment would replace another.'
