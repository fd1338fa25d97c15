import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { buildProcesses, runnerProcesses } from '../../support/pipeline/processes.ts'
import { until } from '../../support/pipeline/until.ts'
import { isShort } from '../asked.ts'
import { ended, inPhase, newestOf } from '../running.ts'
import { shop } from '../shop.ts'
import type { World } from '../world.ts'
import type { Fault } from './fault.ts'

const environment = 'development'

async function push(world: World, version: string, deploy: string): Promise<{ environment: string; commit: string }> {
  const commit = world.commit('main', { version }, deploy)
  await world.ring()
  return { environment, commit }
}

/** Nothing but SIGKILL ends any of it. */
const deaf = 'sh -c "trap \\"\\" TERM INT HUP; while :; do sleep 1; done"'

async function ignoreSignals(world: World): Promise<void> {
  const script = `trap "" TERM INT HUP; n=0; while [ $n -lt 60 ]; do (setsid ${deaf} &); n=$((n+1)); done; while :; do sleep 1; done\n`
  const which = await push(world, 'deaf', script)
  const { id } = await inPhase(world, which, 'deploy')
  await until('its processes', () => (buildProcesses().get(id)?.length ?? 0) > 30)
  await world.click('cancel', client => client.call('cancel', { params: { app: shop, environment } }))
  assert.equal((await ended(world, which)).state, 'cancelled')
  assert.deepEqual(buildProcesses().get(id) ?? [], [])
}

async function closePipes(world: World): Promise<void> {
  const which = await push(world, 'without pipes', 'exec >/dev/null 2>&1 >&- 2>&- <&-; sleep 1\n')
  const { state, failure } = await ended(world, which)
  assert.equal(state, 'succeeded', failure?.message)
  // It was waited for, although it had nothing to say.
  assert.equal(world.cloud.stands.get(`${shop}/${environment}`)?.commit, which.commit)
}

/** The short form is enough for a memory without bounds to show. */
const megabytes = isShort ? 64 : 1_024

async function writeWithoutEnd(world: World): Promise<void> {
  const which = await push(world, 'one line', `head -c ${megabytes * 1024 * 1024} /dev/zero | tr "\\0" x; sleep 0.2\n`)
  const { id } = await inPhase(world, which, 'deploy')
  const runner = runnerProcesses(world.home).get(id) ?? assert.fail('no runner is on record')
  let runnerTook = 0
  // It is gone with its deployment, so it is looked at while it lives.
  const looking = setInterval(() => {
    runnerTook = Math.max(runnerTook, mostMemory(runner))
  }, 20)
  const { state, failure } = await ended(world, which).finally(() => clearInterval(looking))
  assert.equal(state, 'succeeded', failure?.message)
  const { lastSeq = 0 } = (await newestOf(world, which)) ?? {}
  assert.ok(lastSeq > 1_000, `${lastSeq} lines`)
  const serverTook = mostMemory(world.server.pid)
  world.tell(`at most the server took ${serverTook.toFixed(0)} MB, the runner ${runnerTook.toFixed(0)} MB`)
  assert.ok(runnerTook > 0, 'the runner was not looked at')
  for (const took of [serverTook, runnerTook]) assert.ok(took < 500, `${took} MB`)
}

/** Megabytes that a process held at most since it began; 0: it is gone. */
function mostMemory(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

async function fillTmp(world: World): Promise<void> {
  const which = await push(world, 'full', 'head -c 400M /dev/zero > "$(mktemp)"; exit 4\n')
  const { state, failure } = await ended(world, which)
  assert.deepEqual([state, failure?.code], ['failed', 'deploy_failed'])
}

export const buildFaults: readonly Fault[] = [
  { name: 'a build that ignores SIGTERM and forks', play: ignoreSignals },
  { name: 'a build that closes its pipes', play: closePipes },
  { name: 'a build that writes without a newline', play: writeWithoutEnd },
  { name: 'a build that fills /tmp', play: fillTmp },
]
