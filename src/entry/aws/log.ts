import { once } from '../../platform/when-asked.ts'
import { createTelling } from './telling.ts'

/** Loaded when there is something to say, which is seldom: a function that starts need not wait for it. */
const writer = once(async () => {
  const { pino } = await import('pino')
  const logger = pino({ level: 'info', base: null }, pino.destination({ fd: 1, sync: true }))
  return (what: object, message: string) => logger.error(what, message)
})

/** Into the function's log group, one after the other; what is meant for nobody to read is not in it. */
export const { tell, allTold } = createTelling(writer, (what, message) => console.error(message, what))

export const problem = (error: unknown, doing: string): void => tell({ err: error, doing }, `${doing} failed`)
