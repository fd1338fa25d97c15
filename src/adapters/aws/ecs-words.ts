import type { Failure } from '@aws-sdk/client-ecs'
import { TrellisError } from '../../core/errors.ts'
import type { MachineEnd } from '../../core/ports/job-runner.ts'

/** What Trellis tells ECS when it stops a task itself, and knows it by when ECS tells of that. */
export const stoppedByTrellis = 'Trellis ended the deployment'

/** Of a task that stopped or is stopping, as ECS and its events tell of it. */
export interface EndOfTask {
  stopCode?: string | undefined
  stoppedReason?: string | undefined
  containers?: { name?: string | undefined; exitCode?: number | undefined; reason?: string | undefined }[] | undefined
}

const hints: readonly (readonly [said: RegExp, hint: string])[] = [
  [
    /CannotPull|pull image|ImageNotFound/i,
    'See that the image is there for both architectures, and that ECS may pull it. `trellis upgrade --image` names another one, `--no-image` the public one; so does `trellis install`.',
  ],
  [
    /SpotInterruption|Spot (Task|instance) (was|is being) interrupted/i,
    'Deploy again. That AWS takes such machines away ends with `trellis environment set APP ENV --no-spot`.',
  ],
  [/OutOfMemory/i, 'Give it more memory with `trellis environment set APP ENV --memory`.'],
]

/** In the words of ECS. Null: it was Trellis that stopped it. */
export function whyEnded({ stopCode, stoppedReason, containers = [] }: EndOfTask): MachineEnd | null {
  if (stoppedReason === stoppedByTrellis) return null
  const ends = containers.map(({ exitCode, reason }) =>
    [exitCode === undefined ? '' : `exit code ${exitCode}`, reason].filter(Boolean).join(', '),
  )
  const said = [stopCode, stoppedReason, ...ends].filter(Boolean).join('; ').slice(0, 500)
  const hint = hints.find(([words]) => words.test(said))?.[1] ?? null
  return { reason: said || 'ECS gave no reason', hint }
}

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
