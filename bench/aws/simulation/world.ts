import { Agenda } from './agenda.ts'
import type { Quotas } from './quotas.ts'
import { Bucket, Pool } from './resources.ts'

/** How long things take, in ms: the calls as measured in the emulator and rounded up, the machines as AWS's guides tell of such images. */
export const durations = {
  way: 20,
  call: 60,
  question: 5,
  write: 15,
  startTask: 300,
  message: 15,
  machineComes: 40_000,
  build: 300_000,
  arrivals: 1_000,
} as const

/** All that 200 deployments have in common. */
export function createWorld(quotas: Quotas) {
  const agenda = new Agenda()
  return {
    agenda,
    cpus: new Pool(agenda, quotas.fargateCpus),
    starts: new Bucket(agenda, quotas.startsPerSecond, quotas.startsAtOnce),
    lambdas: new Pool(agenda, quotas.lambdas),
    calls: new Bucket(agenda, quotas.callsPerSecond, quotas.callsAtOnce),
    ownCalls: new Bucket(agenda, quotas.ownCallsPerSecond, quotas.ownCallsAtOnce),
    environmentReads: new Bucket(agenda, quotas.partitionReads),
    environmentWrites: new Bucket(agenda, quotas.partitionWrites),
    countWrites: new Bucket(agenda, quotas.partitionWrites),
    /** Whether a transaction is at the count of what runs: another one conflicts with it. */
    countIsTaken: false,
  }
}

export type World = ReturnType<typeof createWorld>

/** What can break, in the words of the report. */
export const breakable = {
  cpus: 'vCPUs of Fargate',
  starts: 'starts of tasks a second',
  lambdas: 'Lambdas at once',
  calls: 'calls of API Gateway a second',
  ownCalls: "calls a second that Trellis's own template allows",
  environmentReads: 'reads a second of the partition of environments',
  environmentWrites: 'writes a second of the partition of environments',
  countWrites: 'writes a second of the count of what runs',
} as const satisfies Partial<Record<keyof World, string>>
