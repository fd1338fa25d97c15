import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, Link, Outlet, redirect, useMatches } from '@tanstack/react-router'
import { sessionStateQuery } from '../features/session/session-state.ts'
import { keepWayBack } from '../features/session/way-back.ts'
import { Shell } from '../features/shell/shell.tsx'
import { useTitle } from '../features/shell/use-title.ts'
import { Missing } from '../ui/missing.tsx'

export const Route = createRootRouteWithContext<{ queries: QueryClient }>()({
  // Asked first, so that nothing is asked that would be refused.
  beforeLoad: async ({ context, location }) => {
    if (location.pathname === '/sign-in') return
    const { signedIn } = await context.queries.ensureQueryData(sessionStateQuery)
    if (signedIn) return
    if (location.href === '/') throw redirect({ to: '/sign-in' })
    keepWayBack(location.href)
    throw redirect({ to: '/sign-in', search: { back: location.pathname + location.searchStr } })
  },
  component: Root,
  notFoundComponent: NotFound,
})

function NotFound() {
  useTitle('Nothing here')
  return (
    <Missing title="There is nothing here" why="This page does not exist, or no longer.">
      <Link to="/">See all apps</Link>
      <Link to="/history">See the history</Link>
    </Missing>
  )
}

function Root() {
  // What is shown, and not the address: that changes while the page before still stands, which would begin anew.
  const signingIn = useMatches({ select: matches => matches.some(one => one.routeId === '/sign-in') })
  if (signingIn) return <Outlet />
  return (
    <Shell>
      <Outlet />
    </Shell>
  )
}
