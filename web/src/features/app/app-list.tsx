import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useDeferredValue } from 'react'
import type { Output } from '../../../../src/client/route-types.ts'
import { useLive } from '../../lib/live.tsx'
import { Empty, Loading, Page, Problem } from '../../ui/page.tsx'
import { Status } from '../../ui/status.tsx'
import { Ago } from '../../ui/time.tsx'
import { useTitle } from '../shell/use-title.ts'
import { appsQuery } from './queries.ts'
import './app-list.css'

type App = Output<'serverStatus'>['apps'][number]

/** All apps, each with its environments as marks. */
export function AppList({ wanted, onWanted }: { wanted: string; onWanted: (wanted: string) => void }) {
  useLive('apps')
  const { data, error, refetch } = useQuery(appsQuery)
  const environments = data?.apps.flatMap(app => app.environments) ?? []
  useTitle(
    'Apps',
    environments.some(one => one.status === 'deploying' || one.status === 'removing') ? 'running' : 'calm',
  )
  const query = useDeferredValue(wanted.trim().toLowerCase())
  const shown = data?.apps.filter(({ app, repository }) => `${app} ${repository}`.toLowerCase().includes(query)) ?? []
  return (
    <Page
      title="Apps"
      actions={
        <Link to="/new" className="button button-primary">
          New app
        </Link>
      }
    >
      {error && !data ? <Problem error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Loading what="the apps" /> : null}
      {data?.apps.length === 0 ? <FirstSteps /> : null}
      {data && data.apps.length > 0 ? (
        <>
          <input
            type="search"
            className="input app-search"
            placeholder="Find an app"
            aria-label="Find an app"
            value={wanted}
            onChange={event => onWanted(event.target.value)}
          />
          {shown.length === 0 ? <Empty title={`No app is called “${wanted}”.`} /> : null}
          <ul className="apps">
            {shown.map(app => (
              <AppRow key={app.app} app={app} />
            ))}
          </ul>
        </>
      ) : null}
    </Page>
  )
}

const AppRow = ({ app }: { app: App }) => (
  <li className="app-row">
    <Link to="/apps/$app" params={{ app: app.app }} className="app-link">
      <span className="app-name">{app.app}</span>
      <span className="app-repository quiet">
        {app.sourceProblem ? 'The repository cannot be read' : app.repository}
      </span>
      <span className="app-environments">
        {app.environments.map(one => (
          <span key={one.name} className="app-environment">
            <Status of={one.status} small label={one.name} />
            {one.name}
          </span>
        ))}
      </span>
      <span className="app-activity quiet">
        {app.lastActivity ? <Ago at={app.lastActivity} /> : 'No deployment yet'}
      </span>
    </Link>
  </li>
)

const FirstSteps = () => (
  <Empty title="From a repository to production, in three steps">
    <ol className="first-steps">
      <li>
        <strong>Connect a repository.</strong> Trellis looks at it and says how it would deploy it.
      </li>
      <li>
        <strong>Push.</strong> Each push to its main branch is tested and deployed to development.
      </li>
      <li>
        <strong>Promote.</strong> What works goes on to staging and production, with one click each.
      </li>
    </ol>
    <Link to="/new" className="button button-primary">
      Connect the first repository
    </Link>
  </Empty>
)
