import { speaksOfCommands } from '../lib/speaks-of-commands.ts'
import { explain } from '../lib/use-action.ts'
import { Hint } from './hint.tsx'
import { Words } from './words.tsx'
import './field.css'

export interface FormProblemProps {
  error: unknown
  /** How it is mended in this form, where the server would tell how a command mends it. */
  here?: string
}

/** Why what a form asked for was refused, in the words of the server; nothing while it was not. */
export function FormProblem({ error, here }: FormProblemProps) {
  if (!error) return null
  const { message, hint, code } = explain(error)
  return (
    <p className="field-problem" role="alert">
      <Words text={message} /> <Hint code={code} text={here && speaksOfCommands(hint) ? here : hint} />
    </p>
  )
}
