import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleCheck, CircleDashed } from 'lucide-react'
import { useState } from 'react'
import { Foreign } from '../../ui/foreign.tsx'
import { Loading, Problem } from '../../ui/page.tsx'
import { explanationQuery } from './queries.ts'

/** Of each environment: whether a commit was deployed there, and why or why not. Asked for when somebody opens it. */
export function WhereItWent({ app, commit }: { app: string; commit: string }) {
  const [open, setOpen] = useState(false)
  return (
    <details className="where-it-went" onToggle={event => setOpen(event.currentTarget.open)}>
      <summary className="quiet">Where this commit went</summary>
      {open && <Explained app={app} commit={commit} />}
    </details>
  )
}

function Explained({ app, commit }: { app: string; commit: string }) {
  const { data, error, refetch } = useQuery(explanationQuery(app, commit))
  if (error && !data) return <Problem error={error} retry={() => void refetch()} />
  if (!data) return <Loading what="where it was deployed" />
  return (
    <ul>
      {data.map(({ environment, deployed, reason, deployments }) => {
        const Mark = deployed ? CircleCheck : CircleDashed
        const newest = deployments.at(-1)
        return (
          <li key={environment}>
            <Mark size={16} aria-hidden="true" className={deployed ? 'went' : 'went-not'} />
            <span>
              <strong>{environment}</strong> <span className="quiet">{deployed ? 'deployed' : 'not deployed'}</span>{' '}
              {newest !== undefined && (
                <Link
                  to="/apps/$app/$environment/$number"
                  params={{ app, environment, number: String(newest) }}
                  className="text-link"
                >
                  #{newest}
                </Link>
              )}
              <br />
              <Foreign text={reason} />
            </span>
          </li>
        )
      })}
    </ul>
  )
}
