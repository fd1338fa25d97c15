import { createFileRoute } from '@tanstack/react-router'
import { type Asked, NewApp } from '../features/new-app/new-app.tsx'

const text = (name: keyof Asked, value: unknown): Asked => (typeof value === 'string' && value ? { [name]: value } : {})

export const Route = createFileRoute('/new')({
  validateSearch: (search): Asked => ({
    ...text('repository', search.repository),
    ...text('branch', search.branch),
    ...text('path', search.path),
  }),
  component: function New() {
    const navigate = Route.useNavigate()
    return <NewApp asked={Route.useSearch()} onAsked={search => void navigate({ search, replace: true })} />
  },
})
