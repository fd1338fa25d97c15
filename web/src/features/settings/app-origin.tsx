import { useQueryClient } from '@tanstack/react-query'
import type { App } from '../../../../src/contract/app.ts'
import { isEmpty } from '../../lib/changes-of.ts'
import { client } from '../../lib/client.ts'
import { useAction } from '../../lib/use-action.ts'
import { useDraft } from '../../lib/use-draft.ts'
import { Button } from '../../ui/button.tsx'
import { ChangedElsewhere, Unsaved } from '../../ui/changed-elsewhere.tsx'
import { TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { FormProblem } from '../../ui/form-problem.tsx'
import { Guarded } from '../../ui/refused.tsx'
import { AskBeforeLeaving } from './ask-before-leaving.tsx'
import { appQuery } from './queries.ts'
import { useChanged } from './use-changed.ts'

interface Place {
  repository: string
  path: string
  defaultBranch: string
}

const words: Record<keyof Place, string> = {
  repository: 'Repository',
  path: 'Folder',
  defaultBranch: 'Default branch',
}

function readPlace(form: FormData): Place {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  return { repository: text('repository'), path: text('path') || '.', defaultBranch: text('defaultBranch') }
}

const wordsOf = (changes: object): string[] =>
  Object.entries(words).flatMap(([key, label]) => (key in changes ? [label] : []))

/** Which repository, and where in it. */
export function AppOrigin({ facts, refused }: { facts: App; refused: string | undefined }) {
  const { name: app } = facts
  const queries = useQueryClient()
  const changed = useChanged(app)
  const draft = useDraft<App, Place>(facts, readPlace)
  const { filled } = draft
  const save = useAction(
    async ({ values, changes }: { values: Place; changes: Partial<Place> }) => {
      const answer = await client.call('setApp', { params: { app }, body: changes })
      queries.setQueryData(appQuery(app).queryKey, answer)
      draft.saved(answer, values)
    },
    { shown: true, done: () => ({ title: `${app} was saved` }), onDone: changed },
  )
  return (
    <Form
      form={draft.form}
      action={save}
      onChange={draft.onChange}
      onSend={() => {
        const said = draft.read()
        if (said) save.mutate(said)
      }}
    >
      <Guarded key={draft.filling} what={`change where ${app} comes from`} why={refused}>
        <TextField label="Repository" name="repository" required defaultValue={filled.repository} />
        <div className="form-row">
          <TextField label="Folder" name="path" defaultValue={filled.path} hint="Where the app lies; . is the root." />
          <TextField label="Default branch" name="defaultBranch" required defaultValue={filled.defaultBranch} />
        </div>
      </Guarded>
      <ChangedElsewhere theirs={wordsOf(draft.theirs)} mine={wordsOf(draft.mine)} onTake={draft.refill} />
      <FormProblem error={save.error} />
      <div className="form-actions">
        <Unsaved mine={wordsOf(draft.mine)} onDiscard={draft.refill} />
        <Button type="submit" tone="primary" busy={save.isPending} refused={refused}>
          Save
        </Button>
      </div>
      <AskBeforeLeaving unsaved={isEmpty(draft.mine) ? [] : [app]} />
    </Form>
  )
}
