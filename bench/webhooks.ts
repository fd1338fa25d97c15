import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Client } from '../src/client/client.ts'
import { freePort } from '../src/emulator/port.ts'
import { type BurstRepository, burst, chanceOf, makeRepository } from '../tests/support/github/burst.ts'
import { pressButton } from '../tests/support/github/press-button.ts'
import { FakeCloud } from '../tests/support/pipeline/fake-cloud.ts'
import { killHard, runnerProcesses } from '../tests/support/pipeline/processes.ts'
import { ServerProcess } from '../tests/support/pipeline/server-process.ts'
import type { Conditions } from './conditions.ts'
import type { FromGitHub, ToGitHub } from './github.ts'
import { figure, type Row, withGoal } from './row.ts'

const apps = 50
const pushes = 19
const duplicates = 50
const within = 10_000
/** The goal of the issue, in milliseconds. */
const goal = 200
const patience = 15 * 60_000

type Repository = BurstRepository & { id: number }

/** 1,000 deliveries in ten seconds over 50 apps, shuffled, 50 of them twice: once undisturbed, once with a kill -9 in the middle. */
export async function measureWebhooks(folder: string, conditions: Conditions): Promise<Row[]> {
  const quiet = await oneBurst(join(folder, 'burst'), conditions, false)
  const killed = await oneBurst(join(folder, 'burst-killed'), conditions, true)
  return [
    withGoal('burst of 1,000 webhooks: answered, 99 of 100 within', quiet.p99, 'ms', goal),
    figure('burst of 1,000 webhooks: answered, half within', quiet.p50, 'ms'),
    figure('burst of 1,000 webhooks: every environment at its head after', quiet.settledMs / 1000, 's'),
    withGoal('burst with kill -9 in the middle: answered, 99 of 100 within', killed.p99, 'ms', goal),
    figure('burst with kill -9 in the middle: not delivered while nobody was there', killed.failed, 'lines'),
    figure('burst with kill -9 in the middle: every environment at its head after', killed.settledMs / 1000, 's'),
  ]
}

async function oneBurst(folder: string, { ends, signal, tell }: Conditions, kills: boolean) {
  await using here = new AsyncDisposableStack()
  ends.defer(() => here.disposeAsync())
  const cloud = await FakeCloud.start()
  here.defer(() => cloud.stop())
  const github = await startGitHub(here)
  const settings = { home: join(folder, 'home'), port: await freePort() }
  const running = { server: await ServerProcess.start(settings) }
  here.defer(async () => {
    await running.server.stop()
    for (const pid of runnerProcesses(settings.home).values()) killHard(pid)
  })
  const repositories = await setUp(running.server.client, { github, cloud, folder, tell })
  const secret = await github.secret()
  const { url } = running.server
  const middle = Promise.withResolvers<void>()
  const begun = performance.now()
  const onTaken = (count: number) => count === 500 && middle.resolve()
  const wish = { url, secret, repositories, pushes, duplicates, within, chance: chanceOf(11), onTaken }
  const [{ times, failed }] = await Promise.all([
    burst(wish),
    middle.promise.then(async () => {
      if (!kills) return
      await running.server.kill()
      running.server = await ServerProcess.start(settings)
    }),
  ])
  tell(`${times.length} taken, ${failed.length} not${failed.length > 0 ? ` (${[...new Set(failed)].join(', ')})` : ''}`)
  if (!kills && failed.length > 0) throw new Error(`${failed.length} deliveries were not taken: ${failed[0]}`)
  await settled(running.server.client, repositories, signal)
  const settledMs = performance.now() - begun
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN
  tell(
    `half within ${at(0.5).toFixed(1)} ms, 99 of 100 within ${at(0.99).toFixed(1)} ms, at its head after ${(settledMs / 1000).toFixed(0)} s`,
  )
  return { p50: at(0.5), p99: at(0.99), failed: failed.length, settledMs }
}

interface OtherGitHub {
  url: string
  add(name: string, folder: string): Promise<number>
  secret(): Promise<string>
}

async function startGitHub(ends: AsyncDisposableStack): Promise<OtherGitHub> {
  const child: ChildProcess = fork(fileURLToPath(new URL('github.ts', import.meta.url)))
  ends.defer(() => void child.kill())
  const next = async <K extends FromGitHub['kind']>(kind: K) => {
    const [message] = (await once(child, 'message')) as [FromGitHub]
    if (message.kind !== kind) throw new Error(`GitHub said ${message.kind}`)
    return message as Extract<FromGitHub, { kind: K }>
  }
  const ask = <K extends FromGitHub['kind']>(message: ToGitHub, kind: K) => {
    const answer = next(kind)
    child.send(message)
    return answer
  }
  const { url } = await next('ready')
  return {
    url,
    add: async (name, folder) => (await ask({ kind: 'repository', name, folder }, 'repository')).id,
    secret: async () => (await ask({ kind: 'secret' }, 'secret')).secret,
  }
}

async function setUp(
  client: Client,
  { github, cloud, folder, tell }: { github: OtherGitHub; cloud: FakeCloud; folder: string; tell(what: string): void },
): Promise<Repository[]> {
  const credentials = { kind: 'keys', accessKeyId: 'AKIABENCH', secretAccessKey: 'bench-secret-key' } as const
  const account = { name: 'bench', region: 'us-east-1', endpointUrl: cloud.endpoint, credentials }
  await client.call('addAccount', { body: account })
  await pressButton((await client.call('connectGitHub', { body: { url: github.url, organization: 'acme' } })).page)
  const repositories: Repository[] = []
  for (let n = 1; n <= apps; n++) {
    const made = makeRepository(join(folder, 'repositories'), `app-${n}`, pushes + 1)
    const id = await github.add(made.name, made.folder)
    const body = { name: made.name, repository: `${github.url}/acme/${made.name}.git`, environments: ['live', 'kept'] }
    await client.call('createApp', { body })
    repositories.push({ ...made, id })
  }
  tell(`${apps} apps are made; their first deployments run meanwhile`)
  await settled(client, repositories, AbortSignal.timeout(patience), 0)
  return repositories
}

/** Until every environment stands at its branch's head. @throws Error when one does not in time */
async function settled(
  client: Client,
  repositories: readonly Repository[],
  signal: AbortSignal,
  at = pushes,
): Promise<void> {
  const end = performance.now() + patience
  for (;;) {
    signal.throwIfAborted()
    const { apps: all } = await client.call('serverStatus')
    const wrong = repositories.filter(({ name, commits }) => {
      const [live] = all.find(one => one.app === name)?.environments ?? []
      return live?.live?.commit !== commits[at]
    })
    if (wrong.length === 0) return
    if (performance.now() > end)
      throw new Error(`${wrong.length} environments do not stand at their heads: ${wrong[0]?.name}`)
    await pause(1_000, undefined, { signal })
  }
}
