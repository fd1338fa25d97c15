import type { Environment } from '../../../../src/contract/app.ts'
import { client } from '../../lib/client.ts'
import { useAction } from '../../lib/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { CheckField, SelectField, TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { FormProblem } from '../../ui/form-problem.tsx'
import { Modal } from '../../ui/modal.tsx'
import { BranchField } from '../app/branch-field.tsx'
import { useChanged } from './use-changed.ts'

export function AddEnvironment({
  app,
  existing,
  onClose,
}: {
  app: string
  existing: readonly Environment[]
  onClose: () => void
}) {
  const changed = useChanged(app)
  const add = useAction(
    (form: FormData) => {
      const text = (name: string) => String(form.get(name) ?? '').trim()
      const [after, branch] = [text('after'), text('branch')]
      return client.call('addEnvironment', {
        params: { app },
        body: {
          name: text('name'),
          protected: form.has('protected'),
          ...(after ? { after } : {}),
          ...(branch ? { branch } : {}),
        },
      })
    },
    {
      shown: true,
      done: ({ name }) => ({ title: `${name} was added` }),
      onDone: () => {
        onClose()
        changed()
      },
    },
  )
  return (
    <Modal title="Add an environment" onClose={onClose}>
      <Form action={add} onSend={add.mutate}>
        <TextField label="Name" name="name" required placeholder="qa" />
        <SelectField label="Comes after" name="after" defaultValue={lastOpen(existing)?.name}>
          {existing.map(one => (
            <option key={one.name}>{one.name}</option>
          ))}
        </SelectField>
        <BranchField app={app} name="branch" hint="Every push to it is deployed here. Empty: none." />
        <CheckField label="Protected" name="protected" hint="Pushes never come here." />
        <FormProblem error={add.error} />
        <div className="form-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" busy={add.isPending}>
            Add the environment
          </Button>
        </div>
      </Form>
    </Modal>
  )
}

/** What is added comes before production, where something stands before it at all. */
const lastOpen = (existing: readonly Environment[]): Environment | undefined =>
  existing.findLast(one => !one.protected) ?? existing.at(-1)
