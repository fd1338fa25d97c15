import { useInfiniteQuery } from '@tanstack/react-query'
import { useLive } from '../../lib/live.tsx'
import { explain } from '../../lib/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, Page, Problem } from '../../ui/page.tsx'
import { useSession } from '../session/use-session.ts'
import { useTitle } from '../shell/use-title.ts'
import { DeploymentList } from './deployment-list.tsx'
import { Filters } from './filters.tsx'
import { type HistoryFilter, historyQuery } from './queries.ts'

export interface HistoryProps {
  title: string
  /** Null: of every app. */
  app: string | null
  filter: HistoryFilter
  onFilter: (filter: HistoryFilter) => void
}

/** What happened, newest first, of one app or of all. */
export function History({ title, app, filter, onFilter }: HistoryProps) {
  useLive(app === null ? 'apps' : `app:${app}`)
  useTitle(app === null ? 'History' : `History · ${app}`)
  const asked = app === null ? filter : { ...filter, app }
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(historyQuery(asked))
  const deployments = data?.pages.flat() ?? []
  // The address asks for an app or environment that is not there: nothing happened in it.
  const nowhere = error && !data && /^(app|environment)_not_found$/.test(explain(error).code)
  const failed = error && !data && !nowhere
  return (
    <Page title={title}>
      <Filters app={app} filter={filter} onFilter={onFilter} />
      {failed ? <Problem error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Loading what="the history" /> : null}
      {nowhere || (data && deployments.length === 0) ? <Nothing filter={filter} onFilter={onFilter} /> : null}
      {deployments.length > 0 ? <DeploymentList deployments={deployments} withApp={app === null} /> : null}
      {hasNextPage && (
        <div>
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show older ones
          </Button>
        </div>
      )}
    </Page>
  )
}

function Nothing({ filter, onFilter }: Pick<HistoryProps, 'filter' | 'onFilter'>) {
  const seesAll = useSession().data?.access.role !== null
  const words = Object.entries(filter).map(([name, value]) => `${name} ${value}`)
  if (words.length === 0) return <Empty title={`Nothing was deployed yet${seesAll ? '' : ' that you may see'}.`} />
  return (
    <Empty title={`No deployment with ${words.join(', ')}.`}>
      <Button onClick={() => onFilter({})}>Show all</Button>
    </Empty>
  )
}
