import { createFileRoute } from '@tanstack/react-router'
import { DeploymentPage } from '../features/deployment/deployment-page.tsx'
import { deploymentQuery } from '../features/deployment/queries.ts'
import { type Opened, readOpened } from '../lib/read-opened.ts'
import { textIn } from '../lib/text-in.ts'

export const Route = createFileRoute('/apps/$app/$environment/$number')({
  validateSearch: (search): Opened & { q?: string | undefined } => ({ ...readOpened(search), q: textIn(search.q) }),
  loader: ({ context, params }) => void context.queries.prefetchQuery(deploymentQuery(params)),
  component: function DeploymentRoute() {
    const navigate = Route.useNavigate()
    const params = Route.useParams()
    return (
      <DeploymentPage
        key={`${params.environment} ${params.number}`}
        at={params}
        query={Route.useSearch().q ?? ''}
        onQuery={q => void navigate({ search: q ? { q } : {}, hash: true, replace: true, resetScroll: false })}
      />
    )
  },
})
