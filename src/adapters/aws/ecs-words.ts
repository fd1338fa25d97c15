import type { Failure } from '@aws-sdk/client-ecs'
import { TrellisError } from '../../core/errors.ts'

/** Reasons that pass: ECS says them in words, its own codes being a part of the text. */
const passing =
  /Capacity is unavailable|RESOURCE:|AGENT|reached the limit|throttl|Rate exceeded|TooManyRequests|LimitExceeded|ServerException|ServiceUnavailable/i
export const isPassing = (reason: string): boolean => passing.test(reason)

export const reasonOf = (failures: readonly Failure[]): string =>
  failures.map(({ reason, detail }) => [reason, detail].filter(Boolean).join(': ')).join('; ') || 'ECS gave no reason'

export const saidBy = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : '')

export const notStarted = (reason: string) =>
  new TrellisError('cloud_unreachable', `ECS starts no build machine: ${reason.replace(/\.$/, '')}.`)

/** For now: whoever asks again later may be given one. */
export const noRoom = (reason: string) =>
  new TrellisError('machine_unavailable', `ECS has no room for a build machine: ${reason.replace(/\.$/, '')}.`)
