import { setTimeout as sleep } from 'node:timers/promises'
import { optionsTo } from '../../cli/aws/options-to.ts'
import { TrellisError } from '../../core/errors.ts'
import type { Place, Say, Standing } from './cloud.ts'

interface Patience {
  attempts: number
  pauseMs: number
}

/** A new address is known everywhere after some seconds. */
const usual: Patience = { attempts: 20, pauseMs: 3_000 }

/**
 * Whether what was deployed answers: CloudFormation changes nothing where the template is the same, whatever somebody deleted by hand.
 * @param api its address, without CloudFront
 * @throws TrellisError installation_failed
 */
export async function askHealth(api: string, place: Place, say: Say, patience = usual): Promise<void> {
  let last = ''
  for (let attempt = 1; attempt <= patience.attempts; attempt++) {
    if (attempt === 2) say('Waiting for the API to answer.')
    if (attempt > 1) await sleep(patience.pauseMs)
    try {
      const answer = await fetch(`${api}/healthz`, { signal: AbortSignal.timeout(30_000) })
      if (answer.ok) return
      last = `it answers ${answer.status}: ${(await answer.text()).slice(0, 200)}`
    } catch (error) {
      last =
        error instanceof Error
          ? `${error.message}${error.cause instanceof Error ? `: ${error.cause.message}` : ''}`
          : String(error)
    }
  }
  throw new TrellisError(
    'installation_failed',
    `The stack ${place.name} stands, but its API does not work (${api}): ${last}`,
    `Look at the log group of HttpFunction in CloudWatch. ${mending(place)}`,
  )
}

/** @returns a bucket that is gone in so many words, and any other error as it is */
export function missingPart(error: unknown, place: Place, { outputs }: Standing): unknown {
  if (!(error instanceof Error && error.name === 'NoSuchBucket')) return error
  return new TrellisError(
    'installation_failed',
    `The bucket ${outputs.SiteBucket} of the installation ${place.name} is gone: somebody deleted it, and CloudFormation does not know.`,
    mending(place),
    { cause: error },
  )
}

/** CloudFormation makes nothing anew that it believes to be there, unless it is asked to look. */
const mending = (place: Place): string =>
  `If a part was deleted by hand: a change set of the stack in the mode REVERT_DRIFT, of the console or of \`aws cloudformation create-change-set --deployment-mode REVERT_DRIFT\`, has CloudFormation look and make it anew; run this command again then. Else remove it with \`trellis uninstall${optionsTo(place)}\`, which keeps its data, and install it anew.`
