import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import type { ServerStatus } from '../../../../src/contract/app.ts'
import { Status, type StatusName, statusWord } from '../../ui/status.tsx'
import { Ago } from '../../ui/time.tsx'

export type AppGlance = ServerStatus['apps'][number]

/** What went wrong last must not hide behind what stands from before. */
const markOf = ({ status, latest }: AppGlance['environments'][number]): { of: StatusName; said: string } =>
  status === 'deployed' && latest?.state === 'failed'
    ? { of: 'failed', said: 'Deployed; the last attempt failed' }
    : { of: status, said: statusWord(status) }

/** What needs no word beside its mark, so that what does is seen. */
const calm: ReadonlySet<StatusName> = new Set(['deployed', 'empty', 'removed'])

/** One app in a line: its environments as marks, and when something happened to it last. */
export const AppRow = memo(({ app }: { app: AppGlance }) => (
  <Link to="/apps/$app" params={{ app: app.app }} className="app-link">
    <span className="app-name">{app.app}</span>
    <span className="app-repository quiet">{app.sourceProblem ? 'The repository cannot be read' : app.repository}</span>
    <span className="app-environments">
      {app.environments.map(one => (
        <span key={one.name} className="app-environment" title={markOf(one).said}>
          <Status {...markOf(one)} small /> {one.name}
          {!calm.has(markOf(one).of) && (
            <span className="quiet" aria-hidden="true">
              {statusWord(markOf(one).of)}
            </span>
          )}
        </span>
      ))}
    </span>
    <span className="app-activity quiet">{app.lastActivity ? <Ago at={app.lastActivity} /> : 'No deployment yet'}</span>
  </Link>
))
