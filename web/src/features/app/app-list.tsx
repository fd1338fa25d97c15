import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import type { ServerStatus } from '../../../../src/contract/app.ts'
import { useLive } from '../../lib/live.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, Page, Problem } from '../../ui/page.tsx'
import { Refused } from '../../ui/refused.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { useServerRefusals } from '../access/use-refusals.ts'
import { type Alarm, useTitle } from '../shell/use-title.ts'
import { AppRows } from './app-rows.tsx'
import { appsQuery } from './queries.ts'
import './app-list.css'

const addressDelay = 300

/** All apps, each with its environments as marks. */
export function AppList({ wanted, onWanted }: { wanted: string; onWanted: (wanted: string) => void }) {
  useLive('apps')
  const { data, error, refetch } = useQuery(appsQuery)
  const refused = useServerRefusals()
  useTitle('Apps', alarmOf(data?.apps.flatMap(app => app.environments) ?? []))
  const [typed, setTyped] = useState(wanted)
  const query = useDeferredValue(typed.trim().toLowerCase())
  const apps = data?.apps
  const shown = useMemo(
    () => apps?.filter(({ app, repository }) => `${app} ${repository}`.toLowerCase().includes(query)) ?? [],
    [apps, query],
  )
  const said = useRef(wanted)
  // A link leads to all of them again, or to others.
  useEffect(() => {
    if (wanted === said.current) return
    said.current = wanted
    setTyped(wanted)
  }, [wanted])
  // The address follows when the typing rests: to change it with every key would be felt.
  useEffect(() => {
    const timer = setTimeout(() => {
      if (typed === said.current) return
      said.current = typed
      onWanted(typed)
    }, addressDelay)
    return () => clearTimeout(timer)
  }, [typed, onWanted])
  return (
    <Page
      title="Apps"
      actions={
        refused.administer === undefined ? (
          <Link to="/new" className="button button-primary">
            New app
          </Link>
        ) : (
          <Button tone="primary" refused={refused.administer}>
            New app
          </Button>
        )
      }
    >
      {error && !data ? <Problem error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Loading what="the apps" /> : null}
      {data?.apps.length === 0 ? (
        refused.administer === undefined ? (
          <FirstSteps />
        ) : (
          <NothingShown why={refused.administer} />
        )
      ) : null}
      {data && data.apps.length > 0 ? (
        <>
          <Refused what="connect a repository" why={refused.administer} />
          <SearchField label="Find an app" value={typed} onValue={setTyped} />
          {shown.length === 0 ? <Empty title={`No app is called “${typed}”.`} /> : null}
          <AppRows apps={shown} total={data.apps.length} />
        </>
      ) : null}
    </Page>
  )
}

function alarmOf(environments: ServerStatus['apps'][number]['environments']): Alarm {
  if (environments.some(one => one.status === 'deploying' || one.status === 'removing')) return 'running'
  return environments.some(one => one.latest?.state === 'failed') ? 'failed' : 'calm'
}

/** Of somebody who could not connect a repository either. */
const NothingShown = ({ why }: { why: string }) => (
  <Empty title="No app is shown to you.">
    <p>There is none yet, or none that you have a role on. An admin gives roles on the page “People”.</p>
    <Refused what="connect a repository" why={why} />
  </Empty>
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
