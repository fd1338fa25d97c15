import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useMatches, useNavigate } from '@tanstack/react-router'
import { ChevronsUpDown } from 'lucide-react'
import { useState } from 'react'
import { useLive } from '../../lib/live.tsx'
import { MoreMenu } from '../../ui/more-menu.tsx'
import { MissingApp } from './missing-app.tsx'
import { appsQuery } from './queries.ts'
import './app-frame.css'

/** What stands around all screens of one app. */
export function AppFrame({ app }: { app: string }) {
  useLive(`app:${app}`)
  const navigate = useNavigate()
  const [opened] = useState(Date.now)
  const { data, dataUpdatedAt } = useQuery({ ...appsQuery, refetchOnMount: 'always' })
  const inDeployment = useMatches({ select: all => all.some(one => one.routeId === '/apps/$app/$environment/$number') })
  const others = data?.apps.map(one => one.app) ?? []
  // An older list may not have heard of an app that was just made.
  if (data && dataUpdatedAt >= opened && !others.includes(app)) return <MissingApp app={app} />
  return (
    <>
      <div className="app-bar">
        <MoreMenu
          label={`App: ${app}. Choose another`}
          trigger={
            <>
              <span className="app-bar-name">{app}</span>
              <ChevronsUpDown size={14} aria-hidden="true" />
            </>
          }
          entries={others.map(name => ({
            label: name,
            onSelect: () => void navigate({ to: '/apps/$app', params: { app: name } }),
          }))}
        />
        <nav aria-label="App" className="tabs">
          <Link
            to="/apps/$app"
            params={{ app }}
            activeOptions={{ exact: true, includeSearch: false }}
            // Somewhere within it, and not that page itself.
            aria-current={inDeployment ? true : undefined}
          >
            Pipeline
          </Link>
          <Link to="/apps/$app/history" params={{ app }} activeOptions={{ includeSearch: false }}>
            History
          </Link>
          <Link to="/apps/$app/settings" params={{ app }}>
            Settings
          </Link>
        </nav>
      </div>
      <Outlet />
    </>
  )
}
