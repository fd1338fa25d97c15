import { apiThrottle } from '../../../infra/constructs/http-api.ts'

/**
 * What an account may do by default, as it is written down in AWS's guides (named here, and not looked up since by anybody: see the
 * console's Service Quotas before you rely on one), and what Trellis's own template allows.
 */
export const quotas = {
  /** ECS developer guide, Fargate service quotas: On-Demand vCPUs; a new account. */
  fargateCpus: 6,
  /** ECS developer guide, Fargate throttling quotas: starts of tasks, at once and a second. */
  startsAtOnce: 100,
  startsPerSecond: 20,
  /** Lambda developer guide: concurrent executions of an account; a new account has 10. */
  lambdas: 1_000,
  lambdasWhenNew: 10,
  /** API Gateway developer guide: of an account and region, both kinds of API together. */
  callsPerSecond: 10_000,
  callsAtOnce: 5_000,
  /** Of the stage of the HTTP API: `infra/constructs/http-api.ts`. */
  ownCallsPerSecond: apiThrottle.rateLimit,
  ownCallsAtOnce: apiThrottle.burstLimit,
  /** DynamoDB developer guide: of a partition; all environments lie in one, and so does the count of what runs. */
  partitionReads: 3_000,
  partitionWrites: 1_000,
} as const

export type Quotas = { [name in keyof typeof quotas]: number }
