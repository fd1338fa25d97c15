import { createRequire } from 'node:module'

export interface Event {
  name: string
  payload: Record<string, unknown>
}

type Known = { name: string; examples: Record<string, unknown>[] }[]

const require = createRequire(import.meta.url)
const known = (): Known => require('@octokit/webhooks-examples') as Known

/** Every event that GitHub is known to send. */
export const everyEvent = (): Event[] =>
  known().flatMap(({ name, examples }) => examples.map(payload => ({ name, payload: structuredClone(payload) })))

/** One of them, to be changed. */
export function someEvent(name: string, action?: string): Record<string, unknown> {
  const found = known()
    .find(one => one.name === name)
    ?.examples.find(one => action === undefined || one.action === action)
  if (!found) throw new Error(`GitHub has no example of ${name} ${action ?? ''}`)
  return structuredClone(found)
}
