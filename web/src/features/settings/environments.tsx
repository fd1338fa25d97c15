import { useQuery } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { useOpened } from '../../lib/use-opened.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, Problem } from '../../ui/page.tsx'
import { Refused } from '../../ui/refused.tsx'
import { useAppRefusals } from '../access/use-refusals.ts'
import { AddEnvironment } from './add-environment.tsx'
import { AskBeforeLeaving } from './ask-before-leaving.tsx'
import { EnvironmentForm } from './environment-form.tsx'
import { environmentsQuery } from './queries.ts'

interface EnvironmentsProps {
  app: string
  environment: string | undefined
  onEnvironment: (open: string | undefined) => void
}

/** The environments of an app in their order, each with its settings. */
export function Environments({ app, environment: shown, onEnvironment }: EnvironmentsProps) {
  const { data, error, refetch } = useQuery(environmentsQuery(app))
  const [opened, open] = useOpened()
  const [atFirst] = useState(shown)
  const refused = useAppRefusals(app).administer
  const [unsaved, setUnsaved] = useState<readonly string[]>([])
  const onUnsaved = useCallback(
    (name: string, isUnsaved: boolean) =>
      setUnsaved(all => {
        if (all.includes(name) === isUnsaved) return all
        return isUnsaved ? [...all, name] : all.filter(one => one !== name)
      }),
    [],
  )
  if (error && !data) return <Problem error={error} retry={() => void refetch()} />
  if (!data) return <Loading what="the environments" />
  return (
    <section className="settings-section">
      <p className="quiet">In the order of the pipeline. Changes hold from the next deployment on.</p>
      <Refused what={`change the environments of ${app}`} why={refused} />
      {data.length === 0 && <Empty title="This app has no environment." />}
      <div>
        {data.map((environment, index) => (
          <details
            key={`${app}/${environment.name}`}
            className="setting-group"
            open={environment.name === atFirst}
            onToggle={event => {
              if (event.currentTarget.open) onEnvironment(environment.name)
              else if (environment.name === shown) onEnvironment(undefined)
            }}
          >
            <summary>
              <h2>{environment.name}</h2>
              <span className="quiet">
                {environment.protected
                  ? 'protected'
                  : environment.branch
                    ? `follows ${environment.branch}`
                    : 'deployed by hand'}
                {environment.account && ` · ${environment.account}`}
              </span>
              {unsaved.includes(environment.name) && <span className="chip">not saved</span>}
            </summary>
            <EnvironmentForm
              environment={environment}
              refused={refused}
              before={data[index - 1]?.name ?? null}
              twoBefore={data[index - 2]?.name ?? null}
              next={data[index + 1]?.name ?? null}
              onUnsaved={onUnsaved}
            />
          </details>
        ))}
      </div>
      <div>
        <Button refused={refused} onClick={() => open('add')}>
          Add an environment
        </Button>
      </div>
      <AskBeforeLeaving unsaved={unsaved} />
      {opened === 'add' && refused === undefined && (
        <AddEnvironment app={app} existing={data} onClose={() => open(undefined)} />
      )}
    </section>
  )
}
