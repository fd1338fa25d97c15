import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Environment } from '../../../../src/contract/app.ts'
import { client } from '../../lib/client.ts'
import { useAction } from '../../lib/use-action.ts'
import { useOpened } from '../../lib/use-opened.ts'
import { Button } from '../../ui/button.tsx'
import { CheckField, SelectField, TextArea, TextField } from '../../ui/field.tsx'
import { MoreMenu } from '../../ui/more-menu.tsx'
import { accountsQuery } from '../account/queries.ts'
import { AllowFields } from './allow-fields.tsx'
import { MachineFields } from './machine-fields.tsx'
import { readEnvironment } from './read-environment.ts'
import { RemoveEnvironment } from './remove-environment.tsx'
import { useChanged } from './use-changed.ts'

export interface EnvironmentFormProps {
  environment: Environment
  /** Why whoever looks may not change it: said above all of them. */
  refused: string | undefined
  before: string | null
  twoBefore: string | null
  next: string | null
}

/** All settings of one environment. */
export function EnvironmentForm({ environment, refused, before, twoBefore, next }: EnvironmentFormProps) {
  const { app, name } = environment
  const accounts = useQuery(accountsQuery).data ?? []
  // Its own from the start: the others come later, and the field must not take another one meanwhile.
  const choices = new Set([...(environment.account ? [environment.account] : []), ...accounts.map(one => one.name)])
  const changed = useChanged(app)
  const [opened, open] = useOpened()
  const [isProtected, setProtected] = useState(environment.protected)
  const save = useAction(
    (body: ReturnType<typeof readEnvironment>) =>
      client.call('setEnvironment', { params: { app, environment: name }, body }),
    { done: () => ({ title: `${name} was saved` }), onDone: changed },
  )
  const move = useAction(
    (after: string | null) => client.call('setEnvironment', { params: { app, environment: name }, body: { after } }),
    { done: () => ({ title: `${name} was moved` }), onDone: changed },
  )
  return (
    <>
      <form
        className="form"
        onSubmit={event => {
          event.preventDefault()
          if (!save.isPending) save.mutate(readEnvironment(new FormData(event.currentTarget)))
        }}
      >
        <fieldset className="form" disabled={refused !== undefined}>
          <CheckField
            label="Protected"
            name="protected"
            checked={isProtected}
            onChange={event => setProtected(event.target.checked)}
            hint="Pushes never come here: it changes only by promotion, rollback or teardown."
          />
          <div className="form-row">
            <TextField
              label="Branch"
              name="branch"
              defaultValue={environment.branch ?? ''}
              disabled={isProtected}
              hint="Every push to it is deployed here. Empty: none."
            />
            <SelectField label="Account" name="account" defaultValue={environment.account ?? ''}>
              <option value="">The machine's own credentials</option>
              {[...choices].map(name => (
                <option key={name}>{name}</option>
              ))}
            </SelectField>
            <TextField
              label="Region"
              name="region"
              defaultValue={environment.region ?? ''}
              hint="Empty: the account's"
            />
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
          {environment.machine !== undefined && (
            <MachineFields machine={environment.machine} spotRefused={isProtected} />
          )}
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
        </fieldset>
        <div className="form-actions">
          <MoreMenu
            label={`More for ${name}`}
            entries={[
              {
                label: `Move before ${before ?? '…'}`,
                onSelect: () => move.mutate(twoBefore),
                disabled: before === null,
                refused,
              },
              {
                label: `Move behind ${next ?? '…'}`,
                onSelect: () => move.mutate(next),
                disabled: next === null,
                refused,
              },
              { label: `Remove ${name} …`, onSelect: () => open(`remove ${name}`), danger: true, refused },
            ]}
          />
          <Button type="submit" tone="primary" busy={save.isPending} refused={refused}>
            Save {name}
          </Button>
        </div>
      </form>
      {/* Not within the form, which would take its submit for one of its own. */}
      {opened === `remove ${name}` && refused === undefined && (
        <RemoveEnvironment app={app} name={name} onClose={() => open(undefined)} />
      )}
    </>
  )
}
