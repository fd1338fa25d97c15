import { isDeepStrictEqual } from 'node:util'
import { isFinal } from '../../../src/contract/vocabulary.ts'
import type { DeploymentRecord } from '../../../src/core/ports/deployment-store.ts'

export const nameOf = (record: DeploymentRecord): string => `${record.environment} #${record.number} ${record.kind}`

/** What a record must never do from one version to the next: the rule that it breaks, and how. */
export function unlawful(before: DeploymentRecord, after: DeploymentRecord): [rule: number, what: string][] {
  const name = nameOf(after)
  const broken: [condition: boolean, rule: number, what: string][] = [
    [isFinal(before.state), 3, `${name} was ${before.state}, and then ${after.state}`],
    [after.version <= before.version, 1, `${name} went back to version ${after.version}`],
    [after.lastEvent < before.lastEvent, 5, `${name} forgot its events`],
    [before.cloudChanging && !after.cloudChanging, 5, `${name} forgot that it changes the cloud`],
    [decidedAgain(before, after), 3, `the end of ${name} was decided twice`],
    [
      before.sessionHash !== after.sessionHash && before.sessionHash !== null && !before.ending,
      1,
      `${name} was given to two runners`,
    ],
  ]
  return broken.flatMap(([condition, rule, what]) => (condition ? [[rule, what]] : []))
}

/** Only how long is waited for the cloud may grow, since a server that starts counts anew. */
function decidedAgain({ ending: before }: DeploymentRecord, { state, ending: after }: DeploymentRecord): boolean {
  if (!before || isFinal(state)) return false
  return (
    !after || after.giveUpAt < before.giveUpAt || !isDeepStrictEqual({ ...before, giveUpAt: after.giveUpAt }, after)
  )
}
