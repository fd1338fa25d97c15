import { QueryClientProvider } from '@tanstack/react-query'
import { createRouter, RouterProvider } from '@tanstack/react-router'
import { LiveProvider } from './lib/live.tsx'
import { LiveConnection } from './lib/live-connection.ts'
import { createQueryClient } from './lib/query-client.ts'
import { routeTree } from './route-tree.gen.ts'
import { Loading, Page, Problem } from './ui/page.tsx'
import { Toasts } from './ui/toasts.tsx'

const queries = createQueryClient(() => {
  const { pathname, href } = router.state.location
  if (pathname !== '/sign-in') void router.navigate({ to: '/sign-in', search: { back: href } })
})
const live = new LiveConnection(queries)

const router = createRouter({
  routeTree,
  context: { queries },
  defaultPreload: 'intent',
  // The query cache decides what is fresh.
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultPendingComponent: () => (
    <Page title="">
      <Loading what="the page" />
    </Page>
  ),
  defaultErrorComponent: ({ error, reset }) => (
    <Page title="">
      <Problem error={error} retry={reset} />
    </Page>
  ),
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

export const App = () => (
  <QueryClientProvider client={queries}>
    <LiveProvider connection={live}>
      <RouterProvider router={router} />
      <Toasts />
    </LiveProvider>
  </QueryClientProvider>
)
