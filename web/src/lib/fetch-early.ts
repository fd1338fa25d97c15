declare global {
  /** What `public/start.js` asked the server for while this code was on its way, by its path. */
  var early: Map<string, Promise<Response>> | undefined
}

/** After that, what nobody took is too old. */
const freshMs = 10_000

/** Like `fetch`, but what the page asked for at its start is not asked for twice. */
export const fetchEarly: typeof fetch = (input, init) => {
  const path = String(input)
  // What was asked before anything was changed, be it who is signed in, is old.
  if (init?.method !== 'GET' || performance.now() > freshMs) globalThis.early?.clear()
  const asked = globalThis.early?.get(path)
  globalThis.early?.delete(path)
  return asked ?? fetch(input, init)
}
