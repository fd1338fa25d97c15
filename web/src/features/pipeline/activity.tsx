import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import { Loading, Problem } from '../../ui/page.tsx'
import { DeploymentList } from '../history/deployment-list.tsx'
import { recentQuery } from '../history/queries.ts'

/** The last deployments of the app. */
export const Activity = memo(function Activity({ app }: { app: string }) {
  const { data, error, refetch } = useQuery(recentQuery(app))
  return (
    <section className="activity" aria-labelledby="activity">
      <div className="page-head">
        <h2 id="activity">Activity</h2>
        <Link to="/apps/$app/history" params={{ app }} className="text-link">
          Whole history
        </Link>
      </div>
      {error && !data ? <Problem error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Loading what="the activity" /> : null}
      {data?.length === 0 ? <p className="quiet">Nothing has happened yet.</p> : null}
      {data && data.length > 0 ? <DeploymentList deployments={data} /> : null}
    </section>
  )
})
