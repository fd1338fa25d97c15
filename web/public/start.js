// Before the first paint, so that a chosen theme never flashes in the other one.
const theme = localStorage.getItem('trellis-theme')
if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme

// What the first screen shows is asked for while its code is on its way (src/lib/fetch-early.ts), once the server has said that it
// knows who asks: nothing is asked that would be refused.
const ask = path => fetch(path, { headers: { accept: 'application/json' } })
const session = ask('/api/v1/session/state')
const signedIn = session.then(async answer => {
  if (!(await answer.clone().json()).signedIn) throw new Error('nobody is signed in')
})
globalThis.early = new Map([['/api/v1/session/state', session]])
const [, app] = /^\/apps\/([a-z][a-z0-9-]*)\/?$/.exec(location.pathname) ?? []
for (const path of ['/api/v1/session', '/api/v1/status', ...(app ? [`/api/v1/apps/${app}/status`] : [])]) {
  const answer = signedIn.then(() => ask(path))
  answer.catch(() => undefined)
  globalThis.early.set(path, answer)
}
