import { useQueries, useQuery } from '@tanstack/react-query'
import { CircleAlert, KeyRound } from 'lucide-react'
import { Suspense } from 'react'
import type { Variable } from '../../../../src/contract/variable.ts'
import { part } from '../../lib/part.ts'
import { useOpened } from '../../lib/use-opened.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, Problem } from '../../ui/page.tsx'
import { Refused } from '../../ui/refused.tsx'
import { useEnvironmentRefusals } from '../access/use-refusals.ts'
import { environmentsQuery, variablesQuery } from './queries.ts'
import { SetVariable } from './set-variable.tsx'

const NoEnvironment = part(() => import('../app/no-environment.tsx'))

type Chosen = { key: string | null; environment: string | null }

/** The dialog of the address: `set`, or `set KEY environment`. */
function chosenIn(opened: string | undefined): Chosen | null {
  const [what, key = null, environment = null] = opened?.split(' ') ?? []
  return what === 'set' ? { key, environment } : null
}

/** Every key against every environment, so that what is missing is seen. */
export function Variables({ app }: { app: string }) {
  const environments = useQuery(environmentsQuery(app))
  const names = environments.data?.map(one => one.name) ?? []
  const lists = useQueries({ queries: names.map(name => variablesQuery(app, name)) })
  const [opened, open] = useOpened()
  const chosen = chosenIn(opened)
  const refusalsIn = useEnvironmentRefusals(app)
  const refusedIn = (name: string) => refusalsIn(name)['set-variables']
  const failed = [environments, ...lists].find(one => one.error && !one.data)
  if (failed) return <Problem error={failed.error} retry={() => void failed.refetch()} />
  if (!environments.data || lists.some(one => !one.data)) return <Loading what="the variables" />
  const missing = chosen?.environment && !names.includes(chosen.environment) ? chosen.environment : null
  const values = new Map(names.map((name, at) => [name, new Map(lists[at]?.data?.map(one => [one.key, one]))]))
  const keys = [...new Set([...values.values()].flatMap(list => [...list.keys()]))].sort()
  return (
    <section className="settings-section">
      <p className="quiet">
        Given to the builds and, by the app's own code, to its functions. Secret ones are never shown again.
      </p>
      {[...Map.groupBy(names, refusedIn)].map(([why, those]) => (
        <Refused key={why ?? ''} what={`set variables in ${list.format(those)}`} why={why} />
      ))}
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
                        refused={refusedIn(name)}
                        variable={values.get(name)?.get(key)}
                        onChoose={() => open(`set ${key} ${name}`)}
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
        <Button refused={names.every(refusedIn) ? names.map(refusedIn)[0] : undefined} onClick={() => open('set')}>
          Set a variable
        </Button>
      </div>
      {missing !== null && (
        <Suspense>
          <NoEnvironment {...{ app, name: missing, names }} back="See the variables" onClose={() => open(undefined)} />
        </Suspense>
      )}
      {chosen && missing === null && !names.every(refusedIn) && (
        <SetVariable
          app={app}
          environments={environments.data}
          refusedIn={refusedIn}
          chosen={chosen.environment}
          name={chosen.key}
          known={(chosen.key && values.get(chosen.environment ?? '')?.get(chosen.key)) || null}
          onClose={() => open(undefined)}
        />
      )}
    </section>
  )
}

const list = new Intl.ListFormat('en')

interface CellProps {
  name: string
  environment: string
  variable: Variable | undefined
  refused: string | undefined
  onChoose: () => void
}

function Cell({ name, environment, variable, refused, onChoose }: CellProps) {
  const words = variable ? (variable.plain ? (variable.value ?? '') : 'secret') : 'missing'
  // Where it leads nowhere, all of it has to be read here.
  const most = refused === undefined ? 40 : Number.POSITIVE_INFINITY
  const shown = words.length > most ? `${words.slice(0, most)} …` : words
  return (
    <button
      type="button"
      disabled={refused !== undefined}
      title={refused}
      className={variable ? 'cell' : 'cell cell-missing'}
      data-environment={environment}
      aria-label={`${name} in ${environment}: ${shown}${refused === undefined ? '. Change it' : ''}`}
      onClick={onChoose}
    >
      {!variable && <CircleAlert size={14} aria-hidden="true" />}
      {variable && !variable.plain && <KeyRound size={14} aria-hidden="true" />}
      {variable?.plain ? <code>{shown}</code> : words}
    </button>
  )
}
