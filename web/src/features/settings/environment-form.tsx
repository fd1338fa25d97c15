import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Environment, SetEnvironment } from '../../../../src/contract/app.ts'
import { isEmpty } from '../../lib/changes-of.ts'
import { client } from '../../lib/client.ts'
import { useAction } from '../../lib/use-action.ts'
import { useDraft } from '../../lib/use-draft.ts'
import { useOpened } from '../../lib/use-opened.ts'
import { MoreMenu } from '../../ui/more-menu.tsx'
import { DraftForm, type Said } from './draft-form.tsx'
import { EnvironmentFields } from './environment-fields.tsx'
import { environmentsQuery } from './queries.ts'
import { readEnvironment } from './read-environment.ts'
import { RemoveEnvironment } from './remove-environment.tsx'
import { settingWords } from './setting-words.ts'
import { useChanged } from './use-changed.ts'

export interface EnvironmentFormProps {
  environment: Environment
  /** Why whoever looks may not change it: said above all of them. */
  refused: string | undefined
  before: string | null
  twoBefore: string | null
  next: string | null
  /** Whether something is written in it that is not saved. */
  onUnsaved: (name: string, unsaved: boolean) => void
}

/** All settings of one environment. */
export function EnvironmentForm({ environment, refused, before, twoBefore, next, onUnsaved }: EnvironmentFormProps) {
  const { app, name } = environment
  const queries = useQueryClient()
  const changed = useChanged(app)
  const [opened, open] = useOpened()
  const draft = useDraft<Environment, SetEnvironment>(environment, readEnvironment)
  const set = async (body: SetEnvironment): Promise<Environment> => {
    const answer = await client.call('setEnvironment', { params: { app, environment: name }, body })
    // What is shown next must not be what was there before.
    queries.setQueryData(environmentsQuery(app).queryKey, all => all?.map(one => (one.name === name ? answer : one)))
    return answer
  }
  const save = useAction(
    async ({ values, changes }: Said<SetEnvironment>) => {
      draft.saved(await set(changes), values)
    },
    { shown: true, done: () => ({ title: `${name} was saved` }), onDone: changed },
  )
  const move = useAction((after: string | null) => set({ after }), {
    done: () => ({ title: `${name} was moved` }),
    onDone: changed,
  })
  const unsaved = !isEmpty(draft.mine)
  useEffect(() => onUnsaved(name, unsaved), [name, unsaved, onUnsaved])
  useEffect(() => () => onUnsaved(name, false), [name, onUnsaved])
  return (
    <>
      <DraftForm
        draft={draft}
        save={save}
        wordsOf={settingWords}
        label={`Save ${name}`}
        refused={refused}
        more={
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
        }
      >
        <fieldset key={draft.filling} className="form" disabled={refused !== undefined}>
          <EnvironmentFields environment={draft.filled} />
        </fieldset>
      </DraftForm>
      {/* Not within the form, which would take its submit for one of its own. */}
      {opened === `remove ${name}` && refused === undefined && (
        <RemoveEnvironment app={app} name={name} onClose={() => open(undefined)} />
      )}
    </>
  )
}
