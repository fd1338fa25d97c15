import { useQueries, useQuery } from '@tanstack/react-query'
import { CircleAlert, KeyRound } from 'lucide-react'
import { useState } from 'react'
import type { Variable } from '../../../../src/contract/variable.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, Problem } from '../../ui/page.tsx'
import { environmentsQuery, variablesQuery } from './queries.ts'
import { SetVariable } from './set-variable.tsx'

type Chosen = { key: string | null; environment: string | null }

/** Every key against every environment, so that what is missing is seen. */
export function Variables({ app }: { app: string }) {
  const environments = useQuery(environmentsQuery(app))
  const names = environments.data?.map(one => one.name) ?? []
  const lists = useQueries({ queries: names.map(name => variablesQuery(app, name)) })
  const [chosen, choose] = useState<Chosen | null>(null)
  const failed = [environments, ...lists].find(one => one.error && !one.data)
  if (failed) return <Problem error={failed.error} retry={() => void failed.refetch()} />
  if (!environments.data || lists.some(one => !one.data)) return <Loading what="the variables" />
  const values = new Map(names.map((name, at) => [name, new Map(lists[at]?.data?.map(one => [one.key, one]))]))
  const keys = [...new Set([...values.values()].flatMap(list => [...list.keys()]))].sort()
  return (
    <section className="settings-section">
      <p className="quiet">
        Given to the builds and, by the app's own code, to its functions. Secret ones are never shown again.
      </p>
      {keys.length === 0 ? (
        <Empty title="No variable is set." />
      ) : (
        <div className="matrix-place">
          <table className="matrix">
            <thead>
              <tr>
                <th scope="col">Key</th>
                {names.map(name => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {keys.map(key => (
                <tr key={key}>
                  <th scope="row">{key}</th>
                  {names.map(name => (
                    <td key={name}>
                      <Cell
                        name={key}
                        environment={name}
                        variable={values.get(name)?.get(key)}
                        onChoose={() => choose({ key, environment: name })}
                      />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div>
        <Button onClick={() => choose({ key: null, environment: null })}>Set a variable</Button>
      </div>
      {chosen && (
        <SetVariable
          app={app}
          environments={names}
          chosen={chosen.environment}
          name={chosen.key}
          known={(chosen.key && values.get(chosen.environment ?? '')?.get(chosen.key)) || null}
          onClose={() => choose(null)}
        />
      )}
    </section>
  )
}

interface CellProps {
  name: string
  environment: string
  variable: Variable | undefined
  onChoose: () => void
}

function Cell({ name, environment, variable, onChoose }: CellProps) {
  const words = variable ? (variable.plain ? (variable.value ?? '') : 'secret') : 'missing'
  return (
    <button
      type="button"
      className={variable ? 'cell' : 'cell cell-missing'}
      data-environment={environment}
      aria-label={`${name} in ${environment}: ${words}. Change it`}
      onClick={onChoose}
    >
      {!variable && <CircleAlert size={14} aria-hidden="true" />}
      {variable && !variable.plain && <KeyRound size={14} aria-hidden="true" />}
      {variable?.plain ? <code>{words.length > 40 ? `${words.slice(0, 40)} …` : words}</code> : words}
    </button>
  )
}
