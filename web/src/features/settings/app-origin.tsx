import { useQueryClient } from '@tanstack/react-query'
import type { App } from '../../../../src/contract/app.ts'
import { isEmpty } from '../../lib/changes-of.ts'
import { client } from '../../lib/client.ts'
import { useAction } from '../../lib/use-action.ts'
import { useDraft } from '../../lib/use-draft.ts'
import { TextField } from '../../ui/field.tsx'
import { Guarded } from '../../ui/refused.tsx'
import { BranchField } from '../app/branch-field.tsx'
import { AskBeforeLeaving } from './ask-before-leaving.tsx'
import { DraftForm, type Said } from './draft-form.tsx'
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
    async ({ values, changes }: Said<Place>) => {
      const answer = await client.call('setApp', { params: { app }, body: changes })
      queries.setQueryData(appQuery(app).queryKey, answer)
      draft.saved(answer, values)
    },
    { shown: true, done: () => ({ title: `${app} was saved` }), onDone: changed },
  )
  return (
    <DraftForm draft={draft} save={save} wordsOf={wordsOf} label="Save" refused={refused}>
      <Guarded key={draft.filling} what={`change where ${app} comes from`} why={refused}>
        <TextField label="Repository" name="repository" required defaultValue={filled.repository} />
        <div className="form-row">
          <TextField label="Folder" name="path" defaultValue={filled.path} hint="Where the app lies; . is the root." />
          <BranchField app={app} label="Default branch" name="defaultBranch" required initial={filled.defaultBranch} />
        </div>
      </Guarded>
      <AskBeforeLeaving unsaved={isEmpty(draft.mine) ? [] : [app]} />
    </DraftForm>
  )
}
