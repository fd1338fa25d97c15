import { createFileRoute } from '@tanstack/react-router'
import { useCallback } from 'react'
import { statusQuery } from '../features/app/queries.ts'
import { type OpenDialog, readOpenDialog } from '../features/pipeline/dialogs/open-dialog.ts'
import { Pipeline } from '../features/pipeline/pipeline.tsx'
import { afterPaint } from '../lib/after-paint.ts'
import { soon } from '../lib/soon.ts'

export const Route = createFileRoute('/apps/$app/')({
  validateSearch: readOpenDialog,
  loader: ({ context, params }) =>
    soon(context.queries.ensureQueryData({ ...statusQuery(params.app), revalidateIfStale: true })),
  component: function PipelinePage() {
    const navigate = Route.useNavigate()
    const onOpen = useCallback(
      (search: OpenDialog) =>
        // Going back must not open again what was closed.
        afterPaint(() => void navigate({ search, resetScroll: false, replace: !search.dialog })),
      [navigate],
    )
    return <Pipeline app={Route.useParams().app} open={Route.useSearch()} onOpen={onOpen} />
  },
})
