import type { Deployment } from '../../../../src/contract/deployment.ts'
import { isFinal } from '../../../../src/contract/vocabulary.ts'

type Cancelled = Pick<Deployment, 'environment' | 'number' | 'state' | 'phases'>

/** What a cancellation came to so far. It is still read when the end has come, so it must be true then as well. */
export function cancelWords({ environment, number, state, phases }: Cancelled): {
  title: string
  description?: string
} {
  const which = `${environment} #${number}`
  if (state === 'cancelled') return { title: `${which} was cancelled` }
  if (isFinal(state)) return { title: `${which} had come to its end already: it ${ends[state] ?? state}` }
  const changes = changesCloud(phases)
  return {
    title: `Cancellation of ${which} asked for`,
    description: changes
      ? 'What it changes in the cloud is taken back or brought to its end first.'
      : 'Its build is stopped.',
  }
}

/** Then a cancellation takes back what it can, and whoever asks for it is told so first. */
export const changesCloud = (phases: Cancelled['phases']): boolean =>
  phases.some(({ name, state }) => (name === 'deploy' || name === 'remove') && state === 'running')

const ends: Partial<Record<Deployment['state'], string>> = { succeeded: 'succeeded', failed: 'failed' }
