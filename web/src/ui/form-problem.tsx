import { explain } from '../lib/use-action.ts'
import { Words } from './words.tsx'
import './field.css'

/** Why what a form asked for was refused, in the words of the server; nothing while it was not. */
export function FormProblem({ error }: { error: unknown }) {
  if (!error) return null
  const { message, hint } = explain(error)
  return (
    <p className="field-problem" role="alert">
      <Words text={hint ? `${message} ${hint}` : message} />
    </p>
  )
}
