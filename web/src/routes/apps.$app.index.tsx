import { createFileRoute } from '@tanstack/react-router'
import { statusQuery } from '../features/app/queries.ts'
import { isDialogName, type OpenDialog } from '../features/pipeline/dialogs/open-dialog.ts'
import { Pipeline } from '../features/pipeline/pipeline.tsx'

export const Route = createFileRoute('/apps/$app/')({
  validateSearch: (search): OpenDialog => ({
    ...(isDialogName(search.dialog) ? { dialog: search.dialog } : {}),
    ...(typeof search.environment === 'string' ? { environment: search.environment } : {}),
  }),
  loader: ({ context, params }) => void context.queries.prefetchQuery(statusQuery(params.app)),
  component: function PipelinePage() {
    const navigate = Route.useNavigate()
    return (
      <Pipeline
        app={Route.useParams().app}
        open={Route.useSearch()}
        // Going back must not open again what was closed.
        onOpen={search => void navigate({ search, resetScroll: false, replace: !search.dialog })}
      />
    )
  },
})
