import { createFileRoute } from '@tanstack/react-router'
import { type Asked, NewApp } from '../features/new-app/new-app.tsx'
import { textIn } from '../lib/text-in.ts'

export const Route = createFileRoute('/new')({
  validateSearch: (search): Asked => ({
    repository: textIn(search.repository),
    branch: textIn(search.branch),
    path: textIn(search.path),
  }),
  component: function New() {
    const navigate = Route.useNavigate()
    return <NewApp asked={Route.useSearch()} onAsked={search => void navigate({ search, replace: true })} />
  },
})
