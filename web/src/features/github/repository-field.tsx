import { Autocomplete } from '@base-ui/react/autocomplete'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Lock } from 'lucide-react'
import { useId, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { GitHubRepository } from '../../../../src/contract/github.ts'
import { explain } from '../../lib/use-action.ts'
import { ProblemWords } from '../../ui/field.tsx'
import { useFieldProblem } from '../../ui/form.tsx'
import { gitHubQuery, repositoriesQuery } from './queries.ts'
import '../../ui/more-menu.css'
import './repository-field.css'

/** More are not read; a further letter narrows them down. */
const mostShown = 60

/**
 * Any git repository, or one of those that the GitHub App may read: found by a part of its name, and looked at when it is
 * chosen. @param asks whether GitHub may be asked @param initial what stands there at first
 */
export function RepositoryField({ asks, initial }: { asks: boolean; initial: string }) {
  const id = useId()
  const connected = Boolean(useQuery({ ...gitHubQuery, enabled: asks }).data?.app)
  const { data, error } = useQuery({ ...repositoriesQuery, enabled: asks && connected })
  const [value, setValue] = useState(initial)
  const all = useMemo(() => data?.repositories.filter(one => !one.archived) ?? [], [data])
  const input = useRef<HTMLInputElement>(null)
  const choose = ({ url }: GitHubRepository) => {
    // What is sent is what stands in the form.
    flushSync(() => setValue(url))
    input.current?.form?.requestSubmit()
  }
  const problem = useFieldProblem('repository')
  const isChosen = all.some(one => one.url === value)
  return (
    <div className="field">
      <label htmlFor={id}>Repository</label>
      <Autocomplete.Root
        inline
        open
        name="repository"
        required
        value={value}
        onValueChange={setValue}
        items={isChosen ? [] : all}
        filter={matches}
        limit={mostShown}
        itemToStringValue={(one: GitHubRepository) => one.url}
        autoHighlight
      >
        <Autocomplete.Input
          id={id}
          ref={input}
          className="input"
          aria-describedby={problem ? `${id}-problem ${id}-note` : `${id}-note`}
          aria-invalid={problem ? true : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder={all.length > 0 ? 'Find a repository' : 'https://github.com/you/shop.git'}
        />
        {problem && (
          <p id={`${id}-problem`} className="field-problem">
            <ProblemWords {...problem} />
          </p>
        )}
        <p id={`${id}-note`} className="field-hint">
          {connected
            ? 'One of GitHub, by a part of its name. Or a git URL, or a path on the machine where Trellis runs.'
            : 'A git URL, or a path on the machine where Trellis runs.'}{' '}
          {asks && !connected && <Link to="/github">Connect GitHub to choose from a list</Link>}
          {error && `GitHub does not say which there are: ${explain(error).message}`}
        </p>
        <Autocomplete.List className="repositories" aria-label="Repositories at GitHub">
          {(one: GitHubRepository) => (
            <Autocomplete.Item key={one.id} value={one} className="menu-item" onClick={() => choose(one)}>
              <span className="repository-name">{one.fullName}</span>
              {one.private && <Lock size={14} role="img" aria-label="private" />}
            </Autocomplete.Item>
          )}
        </Autocomplete.List>
      </Autocomplete.Root>
    </div>
  )
}

const matches = ({ fullName, url }: GitHubRepository, query: string): boolean =>
  `${fullName} ${url}`.toLowerCase().includes(query.trim().toLowerCase())
