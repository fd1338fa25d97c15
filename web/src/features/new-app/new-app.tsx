import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { DetectedRepository } from '../../../../src/contract/detect.ts'
import { client } from '../../lib/client.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { FormProblem } from '../../ui/form-problem.tsx'
import { Page } from '../../ui/page.tsx'
import { Guarded } from '../../ui/refused.tsx'
import { RepositoryField } from '../github/repository-field.tsx'
import { useSession } from '../session/use-session.ts'
import { useTitle } from '../shell/use-title.ts'
import { CreateForm } from './create-form.tsx'
import { Findings } from './findings.tsx'
import { keepLookedAt, wasLookedAt } from './looked-at.ts'
import './new-app.css'

/** What the address says, so that a reload loses nothing. A link alone makes the server look at nothing: somebody has to ask. */
export interface Asked {
  repository?: string | undefined
  branch?: string | undefined
  path?: string | undefined
}

interface Look {
  repository: string
  branch: string | undefined
  path: string
}

/** From a repository to an app: Trellis looks first, and says what it would do. */
export function NewApp({ asked, onAsked }: { asked: Asked; onAsked: (asked: Asked) => void }) {
  useTitle('New app')
  const session = useSession().data
  const refused = session?.refused.administer
  const [seen, setSeen] = useState<{ look: Look; found: DetectedRepository } | null>(null)
  const [chosen, choose] = useState<string | null>(null)
  const [stale, setStale] = useState(false)
  const look = useMutation({
    mutationFn: (body: Look) => client.call('detectRepository', { body }),
    onSuccess: (found, looked) => {
      keepLookedAt(looked)
      setSeen({ look: looked, found })
      onAsked({
        repository: looked.repository,
        ...(looked.branch && { branch: looked.branch }),
        ...(looked.path !== '.' && { path: looked.path }),
      })
      setStale(false)
      choose(found.detection.apps.find(one => one.supported)?.path ?? found.detection.apps[0]?.path ?? null)
    },
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the address said when it was opened
  useEffect(() => {
    if (!asked.repository) return
    const again = { repository: asked.repository, branch: asked.branch, path: asked.path ?? '.' }
    if (wasLookedAt(again)) look.mutate(again)
  }, [])
  return (
    <Page title="New app">
      <div className="new-app">
        <Form
          action={look}
          onInput={() => setStale(true)}
          onSend={form => {
            const text = (name: string) => String(form.get(name) ?? '').trim()
            const repository = text('repository')
            // The branches to choose from are those of the repository that was looked at before.
            const isOther = seen !== null && seen.look.repository !== repository
            const branch = (!isOther && text('branch')) || undefined
            look.mutate({ repository, branch, path: text('path') || '.' })
          }}
        >
          <Guarded what="connect a repository" why={refused}>
            <RepositoryField initial={asked.repository ?? ''} asks={session !== undefined && refused === undefined} />
            <div className="form-row">
              {seen ? (
                <SelectField label="Branch" name="branch" key={seen.look.repository} defaultValue={seen.found.branch}>
                  {seen.found.branches.map(name => (
                    <option key={name}>{name}</option>
                  ))}
                </SelectField>
              ) : (
                <TextField label="Branch" name="branch" defaultValue={asked.branch} hint="Empty: its default branch" />
              )}
              <TextField
                label="Folder"
                name="path"
                defaultValue={asked.path}
                hint="Empty: the whole repository is looked through"
              />
            </div>
          </Guarded>
          <div>
            <Button type="submit" tone={seen ? 'normal' : 'primary'} busy={look.isPending} refused={refused}>
              {seen ? 'Look again' : 'Look at it'}
            </Button>
          </div>
          <FormProblem error={look.error} />
        </Form>
        {seen && (
          <>
            <Findings found={seen.found} chosen={chosen} onChoose={choose} />
            <CreateForm
              key={seen.look.repository}
              repository={seen.look.repository}
              branch={seen.found.branch}
              path={chosen ?? seen.look.path}
              ready={seen.found.detection.apps.some(one => one.path === chosen && one.supported)}
              // What is written in it stays, also where another look finds nothing.
              stale={stale || look.isError}
            />
          </>
        )}
      </div>
    </Page>
  )
}
