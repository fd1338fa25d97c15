import { pino } from 'pino'

/** Into the function's log group; what is meant for nobody to read is not in it. */
export const log = pino({ level: 'info', base: null }, pino.destination({ fd: 1, sync: true }))

export const problem = (error: unknown, doing: string): void => log.error({ err: error, doing }, `${doing} failed`)
