import { createFileRoute } from '@tanstack/react-router'
import { isSection, type Section } from '../features/settings/sections.ts'
import { Settings } from '../features/settings/settings.tsx'

export const Route = createFileRoute('/apps/$app/settings')({
  validateSearch: (search): { section?: Section } => (isSection(search.section) ? { section: search.section } : {}),
  component: () => <Settings app={Route.useParams().app} section={Route.useSearch().section ?? 'environments'} />,
})
