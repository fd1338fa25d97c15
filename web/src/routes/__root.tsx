import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, Link, Outlet, redirect, useLocation } from '@tanstack/react-router'
import { sessionStateQuery } from '../features/session/session-state.ts'
import { Shell } from '../features/shell/shell.tsx'
import { Empty, Page } from '../ui/page.tsx'

export const Route = createRootRouteWithContext<{ queries: QueryClient }>()({
  // Asked first, so that nothing is asked that would be refused.
  beforeLoad: async ({ context, location }) => {
    if (location.pathname === '/sign-in') return
    const { signedIn } = await context.queries.ensureQueryData(sessionStateQuery)
    if (!signedIn) throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { back: location.href } })
  },
  component: Root,
  notFoundComponent: () => (
    <Page title="There is nothing here">
      <Empty title="This page does not exist, or no longer.">
        <Link to="/" className="text-link">
          See all apps
        </Link>
      </Empty>
    </Page>
  ),
})

function Root() {
  const { pathname } = useLocation()
  if (pathname === '/sign-in') return <Outlet />
  return (
    <Shell>
      <Outlet />
    </Shell>
  )
}
