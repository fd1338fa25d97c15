import { createFileRoute } from '@tanstack/react-router'
import { type Asked, NewApp } from '../features/new-app/new-app.tsx'
import { type Opened, readOpened } from '../lib/read-opened.ts'
import { textIn } from '../lib/text-in.ts'

export const Route = createFileRoute('/new')({
  validateSearch: (search): Asked & Opened => ({
    ...readOpened(search),
    repository: textIn(search.repository),
    branch: textIn(search.branch),
    path: textIn(search.path),
  }),
  component: function New() {
    const navigate = Route.useNavigate()
    // What was looked at changes nothing about a dialog that the address has opened.
    const onAsked = (asked: Asked) => void navigate({ search: ({ dialog }) => ({ ...asked, dialog }), replace: true })
    return <NewApp asked={Route.useSearch()} onAsked={onAsked} />
  },
})
