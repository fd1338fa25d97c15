import type { Allow } from '../../../../src/contract/access.ts'
import { TextField } from '../../ui/field.tsx'
import { type Operation, operations } from './read-allow.ts'

/** Who may change what runs in an environment. */
export const AllowFields = ({ allow }: { allow: Allow }) => (
  <fieldset className="form">
    <legend>Who may change what runs here</legend>
    <p className="field-hint">
      Empty: every deployer. Names at GitHub: these people and admins. <code>admins</code>: nobody else.
    </p>
    <div className="form-row form-row-narrow">
      {Object.entries(operations).map(([operation, label]) => (
        <TextField
          key={operation}
          label={label}
          name={`allow-${operation}`}
          defaultValue={inWords(allow[operation as Operation])}
        />
      ))}
    </div>
  </fieldset>
)

const inWords = (people: string[] | null): string => (people ? people.join(', ') || 'admins' : '')
