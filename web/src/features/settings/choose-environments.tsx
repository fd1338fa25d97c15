import { useLayoutEffect, useRef, useState } from 'react'
import { CheckField } from '../../ui/field.tsx'
import type { SetVariableProps } from './set-variable.tsx'

export interface ChooseEnvironmentsProps extends Pick<SetVariableProps, 'environments' | 'refusedIn' | 'chosen'> {
  /** How often it was to be sent with none of them. */
  tried: number
}

/** The boxes of the environments. That none is ticked is said as long as it is so: what is protected never is at first. */
export function ChooseEnvironments({ environments, refusedIn, chosen, tried }: ChooseEnvironmentsProps) {
  const boxes = useRef<HTMLFieldSetElement>(null)
  const isTicked = ({ name, protected: isProtected }: (typeof environments)[number]) =>
    // What is protected changes because somebody means it, and not because it was ticked already.
    refusedIn(name) === undefined && (chosen === null ? !isProtected : chosen === name)
  const [isNowhere, setNowhere] = useState(!environments.some(isTicked))
  useLayoutEffect(() => {
    if (tried > 0) boxes.current?.querySelector<HTMLInputElement>('input:enabled')?.focus()
  }, [tried])
  return (
    <fieldset
      ref={boxes}
      className="form-row form-row-narrow"
      onInput={event => setNowhere(!event.currentTarget.querySelector(':checked'))}
    >
      <legend>In these environments</legend>
      {environments.map(one => (
        <CheckField
          key={one.name}
          label={one.name}
          name="environment"
          value={one.name}
          defaultChecked={isTicked(one)}
          disabled={refusedIn(one.name) !== undefined}
          hint={refusedIn(one.name) ?? (one.protected ? 'protected' : undefined)}
        />
      ))}
      <p role="status" className={`form-row-note ${tried > 0 ? 'field-problem' : 'field-hint'}`}>
        {isNowhere && 'Choose the environments in which it shall be set.'}
      </p>
    </fieldset>
  )
}
