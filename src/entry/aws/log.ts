import { once } from '../../platform/when-asked.ts'

/** Loaded when there is something to say, which is seldom: a function that starts need not wait for it. */
const writer = once(async () => {
  const { pino } = await import('pino')
  const logger = pino({ level: 'info', base: null }, pino.destination({ fd: 1, sync: true }))
  return (what: object, message: string) => logger.error(what, message)
})

let told: Promise<void> = Promise.resolve()

/** Into the function's log group, one after the other; what is meant for nobody to read is not in it. */
export function tell(what: object, message: string): void {
  told = told.then(async () => (await writer())(what, message))
}

export const problem = (error: unknown, doing: string): void => tell({ err: error, doing }, `${doing} failed`)

/** When all of it is written: a Lambda that answers before that is frozen with it. */
export const allTold = (): Promise<void> => told
