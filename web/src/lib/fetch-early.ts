declare global {
  /** What `public/start.js` asked the server for while this code was on its way, by its path. */
  var early: Map<string, Promise<Response>> | undefined
}

/** After that, what nobody took is too old. */
const freshMs = 10_000

/** Like `fetch`, but what the page asked for at its start is not asked for twice. */
export const fetchEarly: typeof fetch = (input, init) => {
  const asked = init?.method === 'GET' && typeof input === 'string' ? globalThis.early?.get(input) : undefined
  if (!asked) return fetch(input, init)
  globalThis.early?.delete(String(input))
  return performance.now() < freshMs ? asked : fetch(input, init)
}
