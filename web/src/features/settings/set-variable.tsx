import { useState } from 'react'
import type { Environment } from '../../../../src/contract/app.ts'
import type { Variable } from '../../../../src/contract/variable.ts'
import { variableSteps } from '../../../../src/contract/vocabulary.ts'
import { client } from '../../lib/client.ts'
import { useAction } from '../../lib/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { CheckField, TextArea, TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { FormProblem } from '../../ui/form-problem.tsx'
import { Modal } from '../../ui/modal.tsx'
import { ChooseEnvironments } from './choose-environments.tsx'
import { TakeAway } from './take-away.tsx'
import { useChanged } from './use-changed.ts'

export interface SetVariableProps {
  app: string
  environments: readonly Pick<Environment, 'name' | 'protected'>[]
  /** Why whoever looks may not set it there. */
  refusedIn: (environment: string) => string | undefined
  /** Null: all of them. */
  chosen: string | null
  /** Null: a new one. */
  name: string | null
  known: Variable | null
  onClose: () => void
}

/** Sets a variable in one environment or in several at once; takes it away from one. */
export function SetVariable({ app, environments, refusedIn, chosen, name, known, onClose }: SetVariableProps) {
  const changed = useChanged(app)
  const over = () => {
    onClose()
    changed()
  }
  const save = useAction((form: FormData) => setEverywhere(app, name, form), {
    shown: true,
    done: warnings => ({ title: 'The variable was set', ...(warnings[0] ? { description: warnings[0] } : {}) }),
    onDone: over,
  })
  const [tried, setTried] = useState(0)
  const [takingAway, setTakingAway] = useState(false)
  return (
    <Modal title={name ?? 'Set a variable'} onClose={onClose}>
      <Form action={save} onSend={form => (form.has('environment') ? save.mutate(form) : setTried(times => times + 1))}>
        {name === null && (
          <TextField
            label="Key"
            name="key"
            required
            pattern="[a-zA-Z][a-zA-Z0-9_]+"
            title="Letters, digits and _, a letter first"
            hint="Letters, digits and _, a letter first: NPM_TOKEN"
          />
        )}
        <TextArea
          label="Value"
          name="value"
          defaultValue={known?.value ?? ''}
          // Nothing would take the place of a secret that nobody sees.
          required={known !== null && !known.plain}
          hint={known && !known.plain ? 'The value that is set is secret; what you write replaces it.' : undefined}
        />
        <CheckField
          label="Plain"
          name="plain"
          defaultChecked={known?.plain ?? false}
          hint="Shown here and in logs. Everything else is secret: encrypted, never shown, blacked out in logs."
        />
        <ChooseEnvironments {...{ environments, refusedIn, chosen, tried }} />
        <fieldset className="form-row form-row-tight">
          <legend>Only in these steps (none: in all)</legend>
          {variableSteps.map(step => (
            <CheckField
              key={step}
              label={step}
              name="step"
              value={step}
              defaultChecked={known?.steps?.includes(step) ?? false}
            />
          ))}
        </fieldset>
        <FormProblem error={save.error} />
        <div className="form-actions">
          {known && chosen && (
            <div className="form-more">
              <Button tone="plain" onClick={() => setTakingAway(true)}>
                Take away from {chosen} …
              </Button>
            </div>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" busy={save.isPending}>
            Set
          </Button>
        </div>
      </Form>
      {known && chosen && takingAway && (
        <TakeAway app={app} environment={chosen} variable={known} onClose={() => setTakingAway(false)} onDone={over} />
      )}
    </Modal>
  )
}

async function setEverywhere(app: string, name: string | null, form: FormData): Promise<string[]> {
  const steps = variableSteps.filter(step => form.getAll('step').includes(step))
  const variable = {
    key: name ?? String(form.get('key')).trim(),
    // A form sends line ends as Windows writes them.
    value: String(form.get('value') ?? '').replaceAll('\r\n', '\n'),
    plain: form.has('plain'),
    steps: steps.length > 0 ? steps : null,
  }
  const warnings = new Set<string>()
  const environments = form.getAll('environment').map(String)
  for (const environment of environments) {
    const saved = await client.call('setVariables', { params: { app, environment }, body: [variable] })
    for (const warning of saved.warnings) warnings.add(warning)
  }
  return [...warnings]
}
