import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react'
import './field.css'

interface Labelled {
  label: string
  hint?: ReactNode
  problem?: string | null
}

interface Parts {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

function Labelled({ label, hint, problem, children }: Labelled & { children: (parts: Parts) => ReactNode }) {
  const id = useId()
  const note = problem ?? hint
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        'aria-describedby': note ? `${id}-note` : undefined,
        'aria-invalid': problem ? true : undefined,
      })}
      {note && (
        <p id={`${id}-note`} className={problem ? 'field-problem' : 'field-hint'}>
          {note}
        </p>
      )}
    </div>
  )
}

export const TextField = ({ label, hint, problem, ...rest }: Labelled & InputHTMLAttributes<HTMLInputElement>) => (
  <Labelled {...{ label, hint, problem: problem ?? null }}>
    {parts => <input {...parts} autoComplete="off" spellCheck={false} {...rest} className="input" />}
  </Labelled>
)

export const TextArea = ({ label, hint, problem, ...rest }: Labelled & TextareaHTMLAttributes<HTMLTextAreaElement>) => (
  <Labelled {...{ label, hint, problem: problem ?? null }}>
    {parts => <textarea {...parts} spellCheck={false} rows={3} {...rest} className="input" />}
  </Labelled>
)

export const SelectField = ({
  label,
  hint,
  problem,
  children,
  ...rest
}: Labelled & SelectHTMLAttributes<HTMLSelectElement>) => (
  <Labelled {...{ label, hint, problem: problem ?? null }}>
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
