import { createFileRoute } from '@tanstack/react-router'
import { History } from '../features/history/history.tsx'
import { readFilter } from '../features/history/read-filter.ts'

export const Route = createFileRoute('/apps/$app/history')({
  validateSearch: readFilter,
  component: function AppHistory() {
    const navigate = Route.useNavigate()
    const { app } = Route.useParams()
    return (
      <History
        title="History"
        filter={readFilter(Route.useSearch())}
        onFilter={search => void navigate({ search, replace: true })}
        app={app}
      />
    )
  },
})
