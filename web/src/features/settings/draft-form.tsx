import type { ReactNode } from 'react'
import { isEmpty } from '../../lib/changes-of.ts'
import type { Action } from '../../lib/use-action.ts'
import type { Draft } from '../../lib/use-draft.ts'
import { Button } from '../../ui/button.tsx'
import { ChangedElsewhere, Unsaved } from '../../ui/changed-elsewhere.tsx'
import { Form } from '../../ui/form.tsx'
import { FormProblem } from '../../ui/form-problem.tsx'
import { toasts } from '../../ui/toasts.tsx'

export interface Said<Values> {
  values: Values
  changes: Partial<Values>
}

export interface DraftFormProps<Shown, Values> {
  draft: Draft<Shown, Values>
  save: Action<Said<Values>, void>
  /** How the form calls what was changed. */
  wordsOf: (changes: object) => string[]
  /** What the button says that saves. */
  label: string
  refused: string | undefined
  /** What else can be done, beside that button. */
  more?: ReactNode
  /** The fields. */
  children: ReactNode
}

/** Settings that others may change meanwhile, saved together. */
export function DraftForm<Shown, Values>(props: DraftFormProps<Shown, Values>) {
  const { draft, save, wordsOf, label, refused, more, children } = props
  const mine = wordsOf(draft.mine)
  return (
    <Form
      form={draft.form}
      action={save}
      onChange={draft.onChange}
      onSend={() => {
        const said = draft.read()
        if (!said) return
        if (isEmpty(said.changes)) toasts.add({ title: 'Nothing was changed here', type: 'good' })
        else save.mutate(said)
      }}
    >
      {children}
      <ChangedElsewhere theirs={wordsOf(draft.theirs)} mine={mine} onTake={draft.refill} />
      <FormProblem error={save.error} />
      <div className="form-actions">
        {more && <div className="form-more">{more}</div>}
        <Unsaved mine={mine} onDiscard={draft.refill} />
        <Button type="submit" tone="primary" busy={save.isPending} refused={refused}>
          {label}
        </Button>
      </div>
    </Form>
  )
}
