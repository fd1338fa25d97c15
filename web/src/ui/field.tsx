import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react'
import { useFieldProblem } from './form.tsx'
import { Hint } from './hint.tsx'
import { Words } from './words.tsx'
import './field.css'

interface Labelled {
  label: string
  hint?: ReactNode
  /** Something to think about, which keeps nobody from going on. */
  warning?: string | null | undefined
}

interface Parts {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

interface LabelledProps extends Labelled {
  name: string | undefined
  children: (parts: Parts) => ReactNode
}

function Labelled({ label, hint, warning, name, children }: LabelledProps) {
  const id = useId()
  const problem = useFieldProblem(name)
  const note = problem || warning || hint
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        'aria-describedby': note ? `${id}-note` : undefined,
        'aria-invalid': problem ? true : undefined,
      })}
      {note && (
        <p id={`${id}-note`} className={problem ? 'field-problem' : warning ? 'field-warning' : 'field-hint'}>
          {problem ? <ProblemWords {...problem} /> : warning || hint}
        </p>
      )}
    </div>
  )
}

/** What went wrong, and how to mend it. */
export const ProblemWords = ({ message, hint, code }: { message: string; hint: string; code: string }) => (
  <>
    <Words text={/[.!?…]$/.test(message) ? message : `${message}.`} /> <Hint code={code} text={hint} />
  </>
)

export const TextField = ({ label, hint, warning, ...rest }: Labelled & InputHTMLAttributes<HTMLInputElement>) => (
  <Labelled {...{ label, hint, warning, name: rest.name }}>
    {parts => <input {...parts} autoComplete="off" spellCheck={false} {...rest} className="input" />}
  </Labelled>
)

export const TextArea = ({ label, hint, warning, ...rest }: Labelled & TextareaHTMLAttributes<HTMLTextAreaElement>) => (
  <Labelled {...{ label, hint, warning, name: rest.name }}>
    {parts => <textarea {...parts} spellCheck={false} rows={3} {...rest} className="input" />}
  </Labelled>
)

export const SelectField = ({
  label,
  hint,
  warning,
  children,
  ...rest
}: Labelled & SelectHTMLAttributes<HTMLSelectElement>) => (
  <Labelled {...{ label, hint, warning, name: rest.name }}>
    {parts => (
      <select {...parts} {...rest} className="input">
        {children}
      </select>
    )}
  </Labelled>
)

export function CheckField({ label, hint, ...rest }: Labelled & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId()
  return (
    <div className="field check-field">
      <input id={id} type="checkbox" aria-describedby={hint ? `${id}-note` : undefined} {...rest} />
      <label htmlFor={id}>{label}</label>
      {hint && (
        <p id={`${id}-note`} className="field-hint">
          {hint}
        </p>
      )}
    </div>
  )
}
