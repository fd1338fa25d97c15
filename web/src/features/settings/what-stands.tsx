import { useQueries } from '@tanstack/react-query'
import type { EnvironmentStatus } from '../../../../src/contract/app.ts'
import { standingQuery } from '../pipeline/dialogs/queries.ts'

/** Whether something of it is in the cloud, as far as it is recorded. */
export const stands = ({ status, leftBehind }: EnvironmentStatus): boolean =>
  (status !== 'empty' && status !== 'removed') || leftBehind.length > 0

/** What would stay in the cloud, by environment. */
export function WhatStands({ app, environments }: { app: string; environments: readonly EnvironmentStatus[] }) {
  const standing = environments.filter(stands)
  const answers = useQueries({ queries: standing.map(one => standingQuery(app, one.name)) })
  if (standing.length === 0) return null
  return (
    <div>
      <p>Still in the cloud:</p>
      <ul>
        {standing.map(({ name, live, leftBehind }, at) => (
          <li key={name}>
            <strong>{name}</strong>
            {[
              ...(live ? [`#${live.number} is live`] : []),
              ...(answers[at]?.data?.stacks ?? []).map(one => one.name),
              ...leftBehind.map(one => `${one.id}, left behind`),
            ].map(said => (
              <span key={said}> · {said}</span>
            ))}
          </li>
        ))}
      </ul>
    </div>
  )
}
