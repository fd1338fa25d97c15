import { speaksOfCommands } from '../lib/speaks-of-commands.ts'
import { explain } from '../lib/use-action.ts'
import { ProblemWords } from './field.tsx'
import { useIsSaid } from './form.tsx'

export interface FormProblemProps {
  error: unknown
  /** How it is mended in this form, where the server would tell how a command mends it. */
  here?: string
}

/** Why what a form asked for was refused, in the words of the server; nothing while it was not, or while its fields say it. */
export function FormProblem({ error, here }: FormProblemProps) {
  if (useIsSaid(error) || !error) return null
  const { message, hint, code } = explain(error)
  return (
    <p className="field-problem" role="alert">
      <ProblemWords {...{ message, code }} hint={here && speaksOfCommands(hint) ? here : hint} />
    </p>
  )
}
