import { createFileRoute } from '@tanstack/react-router'
import { AppList } from '../features/app/app-list.tsx'

export const Route = createFileRoute('/')({
  validateSearch: (search): { q?: string } => (typeof search.q === 'string' && search.q ? { q: search.q } : {}),
  component: function Apps() {
    const navigate = Route.useNavigate()
    return (
      <AppList
        wanted={Route.useSearch().q ?? ''}
        onWanted={q => void navigate({ search: q ? { q } : {}, replace: true })}
      />
    )
  },
})
