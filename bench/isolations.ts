import { createHmac } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { DemoRepository } from '../src/cli/demo/repository.ts'
import { image, startEngine } from '../tests/support/containers/engine.ts'
import { Hello, untested } from './hello.ts'
import { median, medianOf } from './measure.ts'
import { account, makePlace, type Place } from './place.ts'
import { inSeconds, type Row, withGoal } from './row.ts'
import { type Stages, stagesOf } from './stages.ts'

const isolations = ['process', 'sandbox', 'container'] as const
type Isolation = (typeof isolations)[number]

/** The goals of the issue: of every isolation, and of the sandbox, in which most builds run. */
const mostOwn = 0.5
const mostToCheckout = 300

/** How each isolation adds to a deployment, and how soon a signed webhook gets to the code. */
export async function measureIsolations(
  folder: string,
  { repeats, signal, tell }: { repeats: number; signal: AbortSignal; tell: (what: string) => void },
): Promise<Row[]> {
  const rows: Row[] = []
  for (const isolation of isolations) {
    await using ends = new AsyncDisposableStack()
    const own = join(folder, isolation)
    await mkdir(own, { recursive: true })
    const place = await makePlace(own, ends, signal, await serverIn(isolation, ends))
    const shares = await ownShares(place, repeats)
    const waits = await toCheckout(place, repeats)
    const share = medianOf(shares, stages => stages.own)
    tell(`${isolation}: own share ${Math.round(share)} ms, checkout after ${Math.round(median(waits))} ms`)
    rows.push(
      withGoal(`Trellis's own share of a new commit, in ${isolation}`, share / 1_000, 's', mostOwn),
      ...partsOf(isolation, shares),
      toCheckoutRow(isolation, median(waits)),
    )
  }
  return rows
}

function toCheckoutRow(isolation: Isolation, ms: number): Row {
  const name = `signed webhook to the first line of the checkout, in ${isolation}: half within`
  return isolation === 'sandbox' ? withGoal(name, ms, 'ms', mostToCheckout) : { ...inSeconds(name, ms) }
}

const partsOf = (isolation: Isolation, shares: readonly Stages[]): Row[] =>
  (['starting', 'restoring', 'around', 'ending'] as const).map(part =>
    inSeconds(
      `own share in ${isolation}: ${part}`,
      medianOf(shares, stages => stages[part]),
    ),
  )

async function serverIn(isolation: Isolation, ends: AsyncDisposableStack) {
  if (isolation !== 'container') return { flags: ['--isolation', isolation] }
  const engine = await startEngine()
  ends.defer(() => engine.close())
  // The network of the machine, as the others have it: the way to the registry may lead over loopback.
  const flags = ['--isolation', isolation, '--container-image', image, '--container-network', 'host']
  return { flags, env: { DOCKER_HOST: `unix://${engine.socket}` } }
}

/** The first deployment of a commit fills the caches, and does not count. */
async function ownShares(place: Place, repeats: number): Promise<Stages[]> {
  const hello = await Hello.connect(place)
  const shares: Stages[] = []
  for (let round = 0; round <= repeats; round++) {
    const stages = stagesOf(await hello.deploy(untested, await hello.commit()))
    if (round > 0) shares.push(stages)
    // Whoever pushes next does so later: what a build makes ready for the next one is done by then.
    await place.server.atRest()
  }
  return shares
}

/** An app that deploys nothing, whose host tells of every push. */
async function toCheckout(place: Place, repeats: number): Promise<number[]> {
  const { client, url } = place.server
  const app = 'told'
  const template = join(place.folder, 'template')
  await mkdir(template)
  await writeFile(join(template, 'trellis.yml'), 'deploy: "true"\n')
  const repository = await DemoRepository.create(join(place.folder, app), template)
  await client.call('createApp', { body: { name: app, repository: repository.path, account, environments: ['live'] } })
  const webhook = await client.call('rotateWebhook', { params: { app } })
  const waits: number[] = []
  for (let round = 0; round <= repeats; round++) {
    // As above: a runner that is started ahead has loaded its program by then.
    await place.server.atRest()
    await pause(3_000)
    await writeFile(join(repository.path, 'round'), String(round))
    const commit = await repository.commit(`Round ${round}`)
    const body = JSON.stringify({ ref: 'refs/heads/main', after: commit })
    const signature = `sha256=${createHmac('sha256', webhook.secret).update(body).digest('hex')}`
    const toldAt = Date.now()
    await fetch(`${url}${webhook.path}`, { method: 'POST', body, headers: { 'x-hub-signature-256': signature } })
    const checkoutAt = await firstLine(place, app, commit)
    if (round > 0) waits.push(checkoutAt - toldAt)
  }
  return waits
}

async function firstLine({ server: { client }, signal }: Place, app: string, commit: string): Promise<number> {
  for (;;) {
    signal.throwIfAborted()
    const found = (await client.call('listDeployments', { params: { app } })).find(one => one.commit === commit)
    if (found?.state === 'failed') throw new Error(`The commit was not deployed: ${found.failure?.message}`)
    if (found?.state === 'succeeded') {
      const { lines } = await client.call('readLog', {
        params: { app, environment: found.environment, number: found.number },
      })
      const line = lines.find(({ phase }) => phase === 'checkout')
      if (line) return Date.parse(line.at)
    }
    await pause(50)
  }
}
