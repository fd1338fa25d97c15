import { useQuery } from '@tanstack/react-query'
import { deploymentKinds, deploymentStates } from '../../../../src/contract/vocabulary.ts'
import { SelectField } from '../../ui/field.tsx'
import { statusWord } from '../../ui/status.tsx'
import { appsQuery } from '../app/queries.ts'
import { actorsQuery, type HistoryFilter } from './queries.ts'
import { readFilter } from './read-filter.ts'
import './filters.css'

export interface FiltersProps {
  app: string | null
  filter: HistoryFilter
  onFilter: (filter: HistoryFilter) => void
}

type Choice = readonly [value: string, word: string]
const itself = (value: string): Choice => [value, value]

/** What the history is narrowed to. */
export function Filters({ app, filter, onFilter }: FiltersProps) {
  const { data } = useQuery(appsQuery)
  const actors = useQuery(actorsQuery(app ?? filter.app))
  const chosen = app ?? filter.app
  const apps = data?.apps ?? []
  const environments = new Set(
    apps.filter(one => !chosen || one.app === chosen).flatMap(one => one.environments.map(({ name }) => name)),
  )
  const lists: { name: keyof HistoryFilter; label: string; choices: Choice[] }[] = [
    ...(app === null ? [{ name: 'app' as const, label: 'App', choices: apps.map(one => itself(one.app)) }] : []),
    { name: 'environment', label: 'Environment', choices: [...environments].map(itself) },
    { name: 'kind', label: 'Kind', choices: deploymentKinds.map(itself) },
    { name: 'state', label: 'State', choices: deploymentStates.map(state => [state, statusWord(state)]) },
    { name: 'actor', label: 'Asked for by', choices: (actors.data ?? []).map(itself) },
  ]
  return (
    <div className="filters">
      {lists.map(({ name, label, choices }) => (
        <SelectField
          key={name}
          label={label}
          value={filter[name] ?? ''}
          onChange={event => onFilter(readFilter({ ...filter, [name]: event.target.value }))}
        >
          <option value="">All</option>
          {withChosen(choices, filter[name]).map(([value, word]) => (
            <option key={value} value={value}>
              {word}
            </option>
          ))}
        </SelectField>
      ))}
    </div>
  )
}

/** What the address asks for stands among the choices, also when nothing fits it. */
const withChosen = (choices: readonly Choice[], chosen: string | undefined): readonly Choice[] =>
  !chosen || choices.some(([value]) => value === chosen) ? choices : [...choices, itself(chosen)]
