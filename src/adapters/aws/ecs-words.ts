import type { Failure } from '@aws-sdk/client-ecs'
import { TrellisError } from '../../core/errors.ts'

/** What Trellis tells ECS when it stops a task itself, and knows it by when ECS tells of that. */
export const stoppedByTrellis = 'Trellis ended the deployment'

/** No permission comes by waiting. Its text quotes names that may read like anything below. */
const refused = /^AccessDenied|not authorized/
/** Reasons that pass: ECS says them in words, its own codes being a part of the text. */
const passing =
  /Capacity is unavailable|reached the limit|throttl|Rate exceeded|TooManyRequests|LimitExceeded|ServerException|ServiceUnavailable/i
/** Codes with which a failure begins. */
const noResource = /(^|; )(RESOURCE:|AGENT)/
export const isPassing = (reason: string): boolean =>
  !refused.test(reason) && (passing.test(reason) || noResource.test(reason))

export const reasonOf = (failures: readonly Failure[]): string =>
  failures.map(({ reason, detail }) => [reason, detail].filter(Boolean).join(': ')).join('; ') || 'ECS gave no reason'

export const saidBy = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : '')

export const notStarted = (reason: string) =>
  new TrellisError('cloud_unreachable', `ECS starts no build machine: ${reason.replace(/\.$/, '')}.`)

/** For now: whoever asks again later may be given one. */
export const noRoom = (reason: string) =>
  new TrellisError('machine_unavailable', `ECS has no room for a build machine: ${reason.replace(/\.$/, '')}.`)

/** It concerns this deployment alone: to others a machine may be given. */
export const notGoneYet = (reason: string) => new TrellisError('machine_stopping', reason)
