import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Environment } from '../../../../src/contract/app.ts'
import { CheckField, SelectField, TextArea, TextField } from '../../ui/field.tsx'
import { accountsQuery } from '../account/queries.ts'
import { BranchField } from '../app/branch-field.tsx'
import { AllowFields } from './allow-fields.tsx'
import { MachineFields } from './machine-fields.tsx'

/** All that can be set of one environment. */
export function EnvironmentFields({ environment }: { environment: Environment }) {
  const accounts = useQuery(accountsQuery).data ?? []
  // Its own from the start: the others come later, and the field must not take another one meanwhile.
  const choices = new Set([...(environment.account ? [environment.account] : []), ...accounts.map(one => one.name)])
  const [isProtected, setProtected] = useState(environment.protected)
  return (
    <>
      <CheckField
        label="Protected"
        name="protected"
        checked={isProtected}
        onChange={event => setProtected(event.target.checked)}
        hint="Pushes never come here: it changes only by promotion, rollback or teardown."
      />
      <div className="form-row">
        <BranchField
          app={environment.app}
          name="branch"
          initial={environment.branch ?? ''}
          disabled={isProtected}
          hint="Every push to it is deployed here. Empty: none."
        />
        <SelectField label="Account" name="account" defaultValue={environment.account ?? ''}>
          <option value="">The machine's own credentials</option>
          {[...choices].map(name => (
            <option key={name}>{name}</option>
          ))}
        </SelectField>
        <TextField label="Region" name="region" defaultValue={environment.region ?? ''} hint="Empty: the account's" />
      </div>
      <CheckField label="Run the tests before each deployment" name="tests" defaultChecked={environment.tests} />
      <div className="form-row">
        <TextField
          label="Test command"
          name="testCommand"
          defaultValue={environment.testCommand ?? ''}
          hint="Empty: as detected"
        />
        <TextField
          label="Time-out in minutes"
          name="timeoutMinutes"
          type="number"
          min={1}
          max={1440}
          required
          defaultValue={environment.timeoutMinutes}
        />
      </div>
      <TextArea
        label="Script before the deployment"
        name="beforeDeploy"
        defaultValue={environment.beforeDeploy ?? ''}
        hint="With the cloud's credentials, after the repository's own."
      />
      <TextArea
        label="Script after a success"
        name="afterDeploy"
        defaultValue={environment.afterDeploy ?? ''}
        hint="TRELLIS_OUTPUTS names a file with the outputs."
      />
      <AllowFields allow={environment.allow} />
      {environment.machine !== undefined && <MachineFields machine={environment.machine} spotRefused={isProtected} />}
      <SelectField
        label="Names of its stacks"
        name="stackNames"
        defaultValue={environment.stackNames}
        hint="auto: as in the code where that is free, else with the environment's name in front. keep: what stands under the code's names is adopted."
      >
        <option value="auto">auto</option>
        <option value="keep">keep: as in the code</option>
        <option value="prefix">prefix: the environment's name in front</option>
      </SelectField>
    </>
  )
}
