import { createFileRoute } from '@tanstack/react-router'
import { readSettingsSearch } from '../features/settings/sections.ts'
import { Settings } from '../features/settings/settings.tsx'

export const Route = createFileRoute('/apps/$app/settings')({
  validateSearch: readSettingsSearch,
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
