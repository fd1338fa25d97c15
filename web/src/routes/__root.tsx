import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, Link, Outlet, useLocation } from '@tanstack/react-router'
import { Shell } from '../features/shell/shell.tsx'
import { Empty, Page } from '../ui/page.tsx'

export const Route = createRootRouteWithContext<{ queries: QueryClient }>()({
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
