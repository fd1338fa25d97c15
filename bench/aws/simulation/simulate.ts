import { figure, type Row } from '../../row.ts'
import { type Quotas, quotas } from './quotas.ts'
import { advance, askAgain, type Deployment, request } from './request.ts'
import { runner, type Told } from './runner.ts'
import { breakable, createWorld, type World } from './world.ts'

const deployments = 200
const watchers = 500
const sweepEvery = 60_000

/** 200 deployments of 1,000 environments asked for within a second, one of them watched by 500. */
async function simulate(given: Quotas) {
  const world = createWorld(given)
  const { agenda } = world
  const all: Deployment[] = Array.from({ length: deployments }, () => ({
    ...{ state: 'asked', waitsSince: null, startedAt: null },
  }))
  const told: Told = { lags: [], posts: 0, turnedAway: 0, lost: 0 }
  const isOpen = ({ state }: Deployment) => ['asked', 'queued', 'claimed', 'waiting'].includes(state)
  const asking = all.map(one => request(world, one, all))
  const sweeping = (async () => {
    while (all.some(isOpen)) {
      await agenda.sleep(sweepEvery)
      await askAgain(world, all)
      await advance(world, all, () => true)
    }
  })()
  const building = all.map(async (one, index) => {
    while (isOpen(one)) await agenda.sleep(100)
    if (one.state === 'running') await runner(world, one, index === 0 ? watchers : 0, told)
  })
  await Promise.all([agenda.run(), ...asking, sweeping, ...building])
  return { world, all, told }
}

/** What was refused first; null: nothing was. */
function firstToBreak(world: World): { what: string; at: number } | null {
  const broken = Object.entries(breakable).flatMap(([name, what]) => {
    const { firstAt } = world[name as keyof typeof breakable]
    return firstAt === null ? [] : [{ what, at: firstAt }]
  })
  return broken.sort((a, b) => a.at - b.at)[0] ?? null
}

/** An account as it is at first, one that was given enough vCPUs, and one whose quotas of Lambda are those of most. */
export const accounts: Record<string, Quotas> = {
  'a new account': { ...quotas, lambdas: quotas.lambdasWhenNew },
  'vCPUs enough': { ...quotas, fargateCpus: deployments },
}

export async function measureQuotas(): Promise<Row[]> {
  const rows: Row[] = []
  for (const [name, given] of Object.entries(accounts)) {
    const { world, all, told } = await simulate(given)
    const started = all.flatMap(one => one.startedAt ?? [])
    const lags = told.lags.sort((a, b) => a - b)
    const first = firstToBreak(world)
    const of = (what: string) => `simulated, ${name}: ${what}`
    if (first) rows.push(figure(of(`breaks first: ${first.what}, after`), first.at, 'ms'))
    rows.push(
      figure(of('deployments of 200 that got a machine'), started.length, 'deployments'),
      figure(of('that failed, saying why'), all.filter(one => one.state === 'failed').length, 'deployments'),
      figure(of('the last machine was given after'), Math.max(0, ...started) / 1_000, 's'),
      figure(of('posts of runners turned away, and sent again'), told.turnedAway, 'calls'),
      figure(of('of all posts'), told.posts, 'calls'),
      figure(of('a line until Trellis has it, p50'), lags[Math.floor(lags.length / 2)] ?? 0, 'ms'),
      figure(of('the longest'), lags.at(-1) ?? 0, 'ms'),
      figure(of('runners lost'), told.lost, 'deployments'),
      figure(of('Lambdas at once, at most'), world.lambdas.peak, 'calls'),
    )
  }
  return rows
}
