import { Suspense } from 'react'
import { part } from '../../lib/part.ts'
import { type AppGlance, AppRow } from './app-row.tsx'

/** More are laid out only as far as they are seen; what that takes is fetched only then. */
const mostPlain = 60

const ManyRows = part(() => import('./many-rows.tsx'))

/** @param total of all apps, however few of them are shown */
export function AppRows({ apps, total }: { apps: readonly AppGlance[]; total: number }) {
  if (total > mostPlain) {
    return (
      <Suspense>
        <ManyRows apps={apps} />
      </Suspense>
    )
  }
  return (
    <ul className="apps">
      {apps.map(app => (
        <li key={app.app} className="app-row">
          <AppRow app={app} />
        </li>
      ))}
    </ul>
  )
}
