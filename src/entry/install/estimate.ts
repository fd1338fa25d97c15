import { prices } from './prices.ts'
import type { Resource, Template } from './resources.ts'

export interface Cost {
  what: string
  /** US dollars. */
  monthly: number
}

export interface Estimate {
  /** What an installation costs in a month in which nobody builds, with 5 apps of 3 environments each. */
  idle: Cost[]
  monthly: number
  /** Of a build of five minutes, its machine included. */
  build: number
  /** Where the prices are those of, and of when. */
  basis: string
}

/** What a call of the worker that finds nothing to do takes, by what it is told to do. */
type Usage = Record<'sweep' | 'look', { seconds: number; reads: number }>

/**
 * Where 5 apps with 3 environments each lie idle. The units of reading are counted by `npm run bench:aws`, and rounded up. The seconds are
 * assumed: a sweep takes a third of that on the emulator, but a Lambda of this size has a third of a processor; a look waits for repositories.
 */
export const usual: Usage = { sweep: { seconds: 0.1, reads: 7 }, look: { seconds: 0.5, reads: 30 } }
const hoursPerMonth = 730

/** What this template comes to, by public prices. */
export function estimate({ Resources }: Template, usage = usual): Estimate {
  const of = (type: string) => Object.values(Resources).filter(one => one.Type === type)
  const count = (type: string) => of(type).length
  const scheduled = of('AWS::Events::Rule').map(rule => {
    const gb = Number(targetOf(rule, Resources)?.Properties?.MemorySize ?? 128) / 1_024
    const { seconds, reads } = JSON.stringify(rule.Properties).includes('look') ? usage.look : usage.sweep
    const call = prices.lambdaCall + seconds * gb * prices.lambdaGbSecond
    return { calls: perMonth(rule.Properties?.ScheduleExpression), call, reads: reads * prices.dynamoRead }
  })
  const calls = scheduled.reduce((sum, one) => sum + one.calls, 0)
  const each = (price: 'call' | 'reads') => scheduled.reduce((sum, one) => sum + one.calls * one[price], 0)
  const idle = [
    { what: 'the key for secrets', monthly: count('AWS::SecretsManager::Secret') * prices.secret },
    { what: 'alarms', monthly: count('AWS::CloudWatch::Alarm') * prices.alarm },
    { what: `looking after itself, ${Math.round(calls / 1_000)} thousand short calls`, monthly: each('call') },
    { what: 'reads of the records for that', monthly: each('reads') },
    { what: 'objects and logs of a small team', monthly: prices.objectsAndLogs },
  ]
  const [task] = of('AWS::ECS::TaskDefinition')
  const { Cpu = 0, Memory = 0 } = task?.Properties ?? {}
  const machineHour =
    (Number(Cpu) / 1_024) * prices.fargateCpuHour + (Number(Memory) / 1_024) * prices.fargateGbHour + prices.addressHour
  return {
    idle,
    monthly: idle.reduce((sum, one) => sum + one.monthly, 0),
    build: machineHour / 12,
    basis: `list prices of AWS in ${prices.region}, as written down on ${prices.writtenDownOn}`,
  }
}

/** What a rule calls. */
function targetOf({ Properties }: Resource, all: Template['Resources']): Resource | undefined {
  const [target] = (Properties?.Targets ?? []) as { Arn?: { 'Fn::GetAtt'?: [string, string] } }[]
  return all[target?.Arn?.['Fn::GetAtt']?.[0] ?? '']
}

/** How often something runs that is asked for as `rate(5 minutes)`. */
function perMonth(schedule: unknown): number {
  const [, every, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(String(schedule)) ?? []
  const minutes = { minute: 1, hour: 60, day: 1_440 }[unit ?? ''] ?? 0
  return every && minutes ? (hoursPerMonth * 60) / (Number(every) * minutes) : 0
}
