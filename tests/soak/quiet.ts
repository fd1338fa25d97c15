import type { Client } from '../../src/client/client.ts'
import type { Deployment } from '../../src/contract/deployment.ts'
import { isFinal } from '../../src/contract/vocabulary.ts'
import { until } from '../support/pipeline/until.ts'
import type { World } from './world.ts'

/** Branches by environment, of each app. */
export type Following = Readonly<Record<string, Readonly<Record<string, string>>>>

/** The repositories of the apps, and which environments follow which branch. */
export interface Place {
  readonly app: string
  readonly environment: string
  /** The newest commit of the branch that it follows. */
  readonly head: string
}

export async function history(client: Client, app: string): Promise<Deployment[]> {
  const all: Deployment[] = []
  for (let before: string | undefined; ; before = all.at(-1)?.id) {
    const page = await client.call('listDeployments', { params: { app }, query: { before, limit: 100 } })
    if (page.length === 0) return all
    all.push(...page)
  }
}

/** Waits until nothing runs or waits, and every environment that follows a branch has attempted its newest commit. */
export async function quiet(world: World, places: readonly Place[], patienceMs: number): Promise<void> {
  let open = ''
  const isQuiet = async () => {
    const apps = [...new Set(places.map(place => place.app))]
    const all = (await Promise.all(apps.map(app => history(world.client, app)))).flat()
    const busy = all.filter(one => !isFinal(one.state))
    const behind = places.filter(({ app, environment, head }) => {
      const newest = all.find(one => one.app === app && one.environment === environment && one.kind === 'push')
      return newest?.commit !== head
    })
    open = [
      ...busy.map(one => `${one.app}/${one.environment} #${one.number} ${one.state} ${JSON.stringify(one.phases)}`),
      ...behind.map(place => `${place.app}/${place.environment} has not attempted ${place.head}`),
    ].join('\n')
    return open === ''
  }
  await until('all to be quiet', isQuiet, patienceMs).catch(error => {
    throw new Error(`${error.message}. Still open:\n${open}`)
  })
}
