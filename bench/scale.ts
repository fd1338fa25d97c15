import { join } from 'node:path'
import type { Client } from '../src/client/client.ts'
import type { Conditions } from './conditions.ts'
import { type Filled, fillHome } from './fill-home.ts'
import { median, timed } from './measure.ts'
import { figure, type Row, withGoal } from './row.ts'
import { startTrellis } from './server.ts'

const few: Filled = { apps: 2, deployments: 20 }
const many: Filled = { apps: 200, deployments: 20_000 }
const asksEach = 200
/** As many as the smaller of both has. */
const pageLimit = 10

type Ask = (client: Client) => Promise<unknown>

const asks: Readonly<Record<string, Ask>> = {
  "one app's status": client => client.call('appStatus', { params: { app: 'app-1' } }),
  "a page of one app's history": client =>
    client.call('listDeployments', { params: { app: 'app-1' }, query: { limit: pageLimit } }),
  'a page of the history of all apps': client => client.call('listAllDeployments', { query: { limit: pageLimit } }),
}

/** What much history costs those who ask for a little of it. */
export async function measureScale(folder: string, { repeats, ends, tell }: Conditions): Promise<Row[]> {
  const clients: Client[] = []
  for (const size of [few, many]) {
    const home = join(folder, `scale-${size.apps}`)
    await fillHome(join(home, 'home'), size)
    tell(`${size.apps} apps with ${size.deployments} deployments are recorded`)
    const server = await startTrellis(home, join(folder, 'compile-cache'), { flags: ['--poll', '1440m'] })
    ends.defer(() => server.stop())
    clients.push(server.client)
  }
  const rows: Row[] = []
  for (const [what, ask] of Object.entries(asks)) {
    const rounds: (readonly [few: number, many: number])[] = []
    for (let round = 0; round <= repeats; round++) {
      const found = await inTurns(clients, ask)
      // The first one warms both.
      if (round > 0) rounds.push(found)
    }
    const [small, large] = [median(rounds.map(([one]) => one)), median(rounds.map(([, one]) => one))]
    tell(`${what}: ${small.toFixed(2)} ms and ${large.toFixed(2)} ms`)
    rows.push(
      withGoal(`${what}, 200 apps and 20,000 deployments against 2 and 20`, large / small, '×', 1.5),
      figure(`${what}, 200 apps and 20,000 deployments`, large, 'ms'),
    )
  }
  return rows
}

/** Alternately, so that whatever else the machine does falls on both. */
async function inTurns(clients: readonly Client[], ask: Ask): Promise<readonly [few: number, many: number]> {
  const taken: number[][] = clients.map(() => [])
  for (let asked = 0; asked < asksEach; asked++) {
    for (const [index, client] of clients.entries()) taken[index]?.push((await timed(() => ask(client))).ms)
  }
  return [median(taken[0] ?? []), median(taken[1] ?? [])]
}
