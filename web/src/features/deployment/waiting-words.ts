import type { Deployment } from '../../../../src/contract/deployment.ts'

/** What a deployment waits for that only a person or the calendar can give. */
export const waitingWords: Record<NonNullable<Deployment['waitingFor']>, string> = {
  approval: 'Waits for somebody to approve it.',
  freeze: 'Waits until deployments are allowed here again.',
}
