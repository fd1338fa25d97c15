import { createFileRoute } from '@tanstack/react-router'
import { History } from '../features/history/history.tsx'
import { readFilter } from '../features/history/read-filter.ts'

export const Route = createFileRoute('/history')({
  validateSearch: readFilter,
  component: function WholeHistory() {
    const navigate = Route.useNavigate()
    return (
      <History
        title="History"
        filter={readFilter(Route.useSearch())}
        onFilter={search => void navigate({ search, replace: true })}
        app={null}
      />
    )
  },
})
