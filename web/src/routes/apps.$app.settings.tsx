import { createFileRoute } from '@tanstack/react-router'
import { isSection, type Section } from '../features/settings/sections.ts'
import { Settings } from '../features/settings/settings.tsx'
import { readOpened } from '../lib/use-opened.ts'

export const Route = createFileRoute('/apps/$app/settings')({
  validateSearch: (search): { section?: Section; environment?: string; dialog?: string } => ({
    ...readOpened(search),
    ...(isSection(search.section) ? { section: search.section } : {}),
    ...(typeof search.environment === 'string' && search.environment ? { environment: search.environment } : {}),
  }),
  component: function SettingsPage() {
    const navigate = Route.useNavigate()
    const { section = 'environments', environment } = Route.useSearch()
    return (
      <Settings
        app={Route.useParams().app}
        section={section}
        environment={environment}
        onEnvironment={open =>
          void navigate({
            search: ({ environment: _, ...others }) => ({ ...others, ...(open ? { environment: open } : {}) }),
            replace: true,
            resetScroll: false,
          })
        }
      />
    )
  },
})
