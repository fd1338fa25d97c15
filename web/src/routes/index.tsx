import { createFileRoute } from '@tanstack/react-router'
import { AppList } from '../features/app/app-list.tsx'
import { appsQuery } from '../features/app/queries.ts'
import { soon } from '../lib/soon.ts'
import { textIn } from '../lib/text-in.ts'

export const Route = createFileRoute('/')({
  validateSearch: (search): { q?: string | undefined } => ({ q: textIn(search.q) }),
  loader: ({ context }) => soon(context.queries.ensureQueryData({ ...appsQuery, revalidateIfStale: true })),
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
