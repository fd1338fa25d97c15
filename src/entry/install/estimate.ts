import { prices } from './prices.ts'
import type { Resource, Template } from './resources.ts'

export interface Cost {
  what: string
  /** US dollars. */
  monthly: number
}

export interface Estimate {
  /** What an installation costs in a month in which nobody builds. */
  idle: Cost[]
  monthly: number
  /** Of a build of five minutes, its machine included. */
  build: number
  /** Where the prices are those of, and of when. */
  basis: string
}

/** What a call that finds nothing to do takes, as it was measured on the emulator. */
const callSeconds = 0.2
const readsPerCall = 10
const hoursPerMonth = 730

/** What this template comes to, by public prices. */
export function estimate({ Resources }: Template): Estimate {
  const of = (type: string) => Object.values(Resources).filter(one => one.Type === type)
  const count = (type: string) => of(type).length
  const scheduled = of('AWS::Events::Rule').map(rule => ({
    calls: perMonth(rule.Properties?.ScheduleExpression),
    gb: Number(targetOf(rule, Resources)?.Properties?.MemorySize ?? 128) / 1_024,
  }))
  const calls = scheduled.reduce((sum, one) => sum + one.calls, 0)
  const perCall = (gb: number) => prices.lambdaCall + callSeconds * gb * prices.lambdaGbSecond
  const looking = scheduled.reduce((sum, one) => sum + one.calls * perCall(one.gb), 0)
  const idle = [
    { what: 'the key for secrets', monthly: count('AWS::SecretsManager::Secret') * prices.secret },
    { what: 'alarms', monthly: count('AWS::CloudWatch::Alarm') * prices.alarm },
    { what: `looking after itself, ${Math.round(calls / 1_000)} thousand short calls`, monthly: looking },
    { what: 'reads of the records for that', monthly: calls * readsPerCall * prices.dynamoRead },
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
