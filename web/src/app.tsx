import { QueryClientProvider } from '@tanstack/react-query'
import { createRouter, RouterProvider } from '@tanstack/react-router'
import { askSignedIn, sessionStateQuery } from './features/session/session-state.ts'
import { keepWayBack, takeWayBack } from './features/session/way-back.ts'
import { LiveProvider } from './lib/live.tsx'
import { LiveConnection } from './lib/live-connection.ts'
import { fetchParts } from './lib/part.ts'
import { createQueryClient } from './lib/query-client.ts'
import { surroundings } from './lib/surroundings.ts'
import { routeTree } from './route-tree.gen.ts'
import { Loading, Page, Problem } from './ui/page.tsx'
import { Toasts } from './ui/toasts.tsx'

const queries = createQueryClient(signedOut)
const live = new LiveConnection(queries, isSignedIn, surroundings)

// GitHub sends whoever signed in there to the front door.
const wayBack = location.pathname === '/' ? takeWayBack() : null
if (wayBack) history.replaceState(null, '', wayBack)

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

async function isSignedIn(): Promise<boolean> {
  const signedIn = await askSignedIn(queries)
  if (!signedIn) signedOut()
  return signedIn
}

/** The server no longer knows who asks: what was seen so far is for others to see again. */
function signedOut(): void {
  const { pathname, searchStr, href } = router.state.location
  queries.setQueryData(sessionStateQuery.queryKey, { signedIn: false })
  if (pathname === '/sign-in') return
  keepWayBack(href)
  void router.navigate({ to: '/sign-in', search: { back: pathname + searchStr } })
}

/** The parts of all screens. Those of the dialogs are known once their screens are there. */
export async function fetchAll(): Promise<void> {
  await Promise.allSettled(Object.values(router.routesById).map(route => router.loadRouteChunk(route)))
  await fetchParts()
}

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
