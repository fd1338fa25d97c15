import type { Failure, Outputs } from '../../contract/deployment.ts'
import type { Naming } from '../../contract/job.ts'
import type { NewEvent } from './outgoing.ts'

/** No event is larger than this on the wire; a batch may hold one, and the server takes 5 MB. */
export const largestEvent = 512 * 1024
const longestText = 4 * 1024
const longestValue = 16 * 1024

export interface Fitted {
  readonly event: NewEvent
  /** What had to be left out, for the log. */
  readonly note?: string
}

/** Makes an event such as a server takes, whatever a build or a cloud put into it: cut to size, and without secrets. */
export function fitted(event: NewEvent, redact: (text: string) => string): Fitted {
  const clean = (text: string, most = longestText): string => cut(redact(text), most)
  switch (event.type) {
    case 'log':
      // Redacted as a stream and cut into lines already.
      return { event }
    case 'phase-finished':
      return { event: { ...event, ...(event.reason !== undefined && { reason: clean(event.reason) }) } }
    case 'progress': {
      const { current } = event.progress
      return { event: { ...event, progress: { ...event.progress, ...(current && { current: clean(current) }) } } }
    }
    case 'outputs':
      return fewer('outputs', valuesOf(event.outputs, clean), values => ({ ...event, outputs: outputsOf(values) }))
    case 'retained': {
      const named = event.resources.map(({ problem, ...rest }) => ({
        ...rest,
        ...(problem && { problem: clean(problem) }),
      }))
      return fewer('retained resources', named, resources => ({ ...event, resources: [...resources] }))
    }
    case 'naming':
      // The names themselves are looked up again: neither cut nor hidden, or two of them might become the same.
      return fewer('fixed names', event.naming.fixedNames, fixedNames => ({
        ...event,
        naming: { ...event.naming, fixedNames: [...fixedNames] } satisfies Naming,
      }))
    case 'finished': {
      const { outcome } = event
      if (outcome.state !== 'failed') return { event }
      const { message, hint } = outcome.failure
      const failure: Failure = { ...outcome.failure, message: clean(message), hint: clean(hint) }
      return { event: { ...event, outcome: { ...outcome, failure } } }
    }
    default:
      return { event }
  }
}

function cut(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text
  const note = `… (cut off: ${Buffer.byteLength(text)} bytes)`
  // A character that falls onto the edge is left out whole.
  return (
    Buffer.from(text)
      .subarray(0, most - Buffer.byteLength(note))
      .toString('utf8')
      .replace(/\uFFFD$/, '') + note
  )
}

type Value = readonly [stack: string, key: string, value: string]

const valuesOf = (outputs: Outputs, clean: (text: string, most: number) => string): Value[] =>
  Object.entries(outputs).flatMap(([stack, values]) =>
    Object.entries(values).map(([key, value]): Value => [stack, key, clean(value, longestValue)]),
  )

function outputsOf(values: readonly Value[]): Outputs {
  const stacks = Map.groupBy(values, ([stack]) => stack)
  // Made of entries: nobody can name a stack so that it is more than a key.
  return Object.fromEntries(
    [...stacks].map(([stack, entries]) => [stack, Object.fromEntries(entries.map(([, key, value]) => [key, value]))]),
  )
}

/** As many of the items, from the first, as fit. */
function fewer<T>(what: string, items: readonly T[], withItems: (items: readonly T[]) => NewEvent): Fitted {
  const whole = withItems(items)
  if (sizeOf(whole) <= largestEvent) return { event: whole }
  let left = largestEvent - sizeOf(withItems([])) - 1024
  const count = items.findIndex(item => {
    left -= sizeOf(item) + 1
    return left < 0
  })
  const note = `${items.length - count} of ${items.length} ${what} are not recorded: they are larger than ${largestEvent / 1024} KB together.`
  return { event: withItems(items.slice(0, Math.max(0, count))), note }
}

const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value))
