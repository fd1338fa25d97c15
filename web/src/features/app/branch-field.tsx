import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { TextField } from '../../ui/field.tsx'
import { branchesQuery } from './queries.ts'

export interface BranchFieldProps {
  app: string
  label?: string
  name: string
  initial?: string
  hint?: string
  required?: boolean
  disabled?: boolean
}

/** A branch of the app's repository, proposed as it is written. One that is not there may come yet: that is said, and it is taken. */
export function BranchField({ app, label = 'Branch', initial = '', ...rest }: BranchFieldProps) {
  const id = useId()
  const branches = useQuery(branchesQuery(app)).data?.map(one => one.name)
  const [written, setWritten] = useState(initial)
  const missing = written !== '' && branches && !branches.includes(written)
  return (
    <>
      <TextField
        {...rest}
        label={label}
        defaultValue={initial}
        list={id}
        // Not of what is half written.
        onBlur={event => setWritten(event.target.value.trim())}
        onInput={() => setWritten('')}
        warning={
          !rest.disabled && missing
            ? `There is no branch ${written} yet: nothing comes of it until it is pushed.`
            : null
        }
      />
      <datalist id={id}>
        {branches?.map(one => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </>
  )
}
