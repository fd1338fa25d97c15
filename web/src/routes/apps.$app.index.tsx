import { createFileRoute } from '@tanstack/react-router'
import { statusQuery } from '../features/app/queries.ts'
import { readOpenDialog } from '../features/pipeline/dialogs/open-dialog.ts'
import { Pipeline } from '../features/pipeline/pipeline.tsx'
import { soon } from '../lib/soon.ts'

export const Route = createFileRoute('/apps/$app/')({
  validateSearch: readOpenDialog,
  loader: ({ context, params }) =>
    soon(context.queries.ensureQueryData({ ...statusQuery(params.app), revalidateIfStale: true })),
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
