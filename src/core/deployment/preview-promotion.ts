import type { Environment } from '../../contract/app.ts'
import type { PromotionPreview } from '../../contract/preview.ts'
import type { Asker } from '../access/asker.ts'
import { demand, placeOf } from '../access/can.ts'
import { summary } from '../app/app-status.ts'
import { TrellisError } from '../errors.ts'
import { testedAlready } from '../job/tested-already.ts'
import type { DeploymentRecord } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { keptArtifacts } from './kept-artifacts.ts'
import { findPromotion, type PromotionWish } from './promote.ts'

const mostCommits = 200

/** What `promote` would do now. @throws as promote, but for refusals of the actor: those it tells of */
export async function previewPromotion(ports: Ports, actor: Asker, wish: PromotionWish): Promise<PromotionPreview> {
  const { app, from, to, source } = await findPromotion(ports, wish)
  const { live: liveId } = await ports.deployments.environment(app.name, to.name)
  const live = liveId ? await ports.deployments.get(liveId) : null
  const known = live?.commit && source.commit
  const between = known
    ? await ports.source.compare(app.repository, live.commit as string, source.commit as string)
    : { commits: [], behind: 0 }
  return {
    from: { environment: from.name, number: source.number, commit: source.commit, title: source.title },
    to: { environment: to.name, live: live && summary(live), kept: await isKept(ports, live), protected: to.protected },
    commits: between.commits.slice(-mostCommits),
    behind: between.behind,
    missingVariables: await missingVariables(ports, app.name, from.name, to.name),
    testsSkipped: testedAlready({ commit: source.commit }, source, from, to),
    onItsWay: await onItsWay(ports, to, source.commit),
    refusal: refusalOf(() => demand(actor, 'promote', placeOf(to))),
  }
}

/** Asked for once more, it would be there twice. What is being cancelled brings nothing. */
async function onItsWay(ports: Ports, { app, name }: Environment, commit: string | null): Promise<number | null> {
  const open = (await ports.deployments.open()).filter(one => one.app === app && one.environment === name)
  const last = open.filter(one => !one.ending && one.cancelRequestedAt === null).at(-1)
  return last && last.kind !== 'teardown' && last.commit === commit ? last.number : null
}

/** Commands of an app's own leave nothing to be kept; else the newest are. */
async function isKept(ports: Ports, live: DeploymentRecord | null): Promise<boolean> {
  if (!live?.artifact) return false
  return (await keptArtifacts(ports, live.app, live.environment)).has(live.artifact.digest)
}

async function missingVariables(ports: Ports, app: string, from: string, to: string): Promise<{ key: string }[]> {
  const [here, there] = await Promise.all([ports.variables.variables(app, from), ports.variables.variables(app, to)])
  const has = new Set(there.map(one => one.key))
  return here.filter(one => !has.has(one.key)).map(({ key }) => ({ key }))
}

function refusalOf(ask: () => void): PromotionPreview['refusal'] {
  try {
    ask()
    return null
  } catch (error) {
    if (!(error instanceof TrellisError)) throw error
    return { code: error.code, message: error.message, hint: error.hint ?? '' }
  }
}
