import { ArrowDown, ArrowUp, Download, Pause, Play } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import type { LogSearch } from './use-log-search.ts'

export interface LogToolsProps {
  place: { app: string; environment: string; number: number }
  search: LogSearch
  query: string
  onQuery: (query: string) => void
  running: boolean
  follow: boolean
  onFollow: (follow: boolean) => void
  lines: number
}

/** What can be done with a log: search, follow or pause, take it along. */
export function LogTools({ place, search, query, onQuery, running, follow, onFollow, lines }: LogToolsProps) {
  const raw = `/api/v1/apps/${place.app}/environments/${place.environment}/deployments/${place.number}/log/raw`
  return (
    <div className="log-tools">
      <search className="log-search-place">
        <form
          className="log-search"
          onSubmit={event => {
            event.preventDefault()
            search.next()
          }}
        >
          <input
            type="search"
            className="input"
            placeholder="Search, then Enter"
            aria-label="Search the log"
            maxLength={200}
            value={query}
            onChange={event => onQuery(event.target.value)}
            onKeyDown={event => {
              if (event.key !== 'Enter' || !event.shiftKey) return
              event.preventDefault()
              search.previous()
            }}
          />
          <Button className="icon-only" aria-label="Previous match" disabled={query === ''} onClick={search.previous}>
            <ArrowUp size={16} aria-hidden="true" />
          </Button>
          <Button className="icon-only" type="submit" aria-label="Next match" disabled={query === ''}>
            <ArrowDown size={16} aria-hidden="true" />
          </Button>
          <output className="log-said quiet">{search.busy ? 'Searching …' : search.said}</output>
        </form>
      </search>
      <span className="quiet log-count">{lineCount(lines)}</span>
      <a href={raw} download className="button">
        <Download size={16} aria-hidden="true" /> Raw
      </a>
      <Button aria-pressed={follow} onClick={() => onFollow(!follow)}>
        {follow && running ? <Pause size={16} aria-hidden="true" /> : <Play size={16} aria-hidden="true" />}
        {running ? (follow ? 'Pause' : 'Follow') : 'To the end'}
      </Button>
    </div>
  )
}

const lineCount = (count: number): string => `${count.toLocaleString('en')} ${count === 1 ? 'line' : 'lines'}`
