import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Deployment } from '../../src/contract/deployment.ts'
import { buildProcesses, namesIn, runnerProcesses } from '../support/pipeline/processes.ts'
import { logOf } from '../support/pipeline/server-process.ts'
import { until } from '../support/pipeline/until.ts'
import { history } from './quiet.ts'
import { cloudSecret, secret, shop } from './shop.ts'
import type { World } from './world.ts'

/** Final deployments of earlier rounds: an ending stays as it is. */
const endings = new Map<string, string>()

/** What must hold once all is quiet, whatever happened before. */
export async function check(world: World, apps: readonly string[]): Promise<void> {
  const all = (await Promise.all(apps.map(app => history(world.client, app)))).flat()
  for (const { app, environment, number } of world.accepted) {
    const known = all.some(one => one.app === app && one.environment === environment && one.number === number)
    assert.ok(known, `${app}/${environment} #${number} was accepted, and is gone`)
  }
  for (const one of all) checkEnding(one)
  await Promise.all(all.filter(one => !endings.has(one.id)).map(one => checkLog(world, one)))
  for (const one of all) endings.set(one.id, endingOf(one))
  for (const app of apps) await checkEnvironments(world, app)
  assert.deepEqual(world.cloud.overlaps, [], 'at most one operation at a time in an environment')
  await checkProcesses(world, all)
  checkRecords(world)
  checkSecrets(world)
  await checkDisk(world)
}

const nameOf = ({ app, environment, number }: Deployment): string => `${app}/${environment} #${number}`
const endingOf = ({ state, failure, finishedAt }: Deployment): string => JSON.stringify({ state, failure, finishedAt })

function checkEnding(one: Deployment): void {
  const { state, failure, cancelRequestedBy, finishedAt } = one
  assert.ok(finishedAt, `${nameOf(one)} says when it ended`)
  if (state === 'failed') assert.match(failure?.message ?? '', /\w/, `${nameOf(one)} says why it failed`)
  else assert.equal(failure, null, `${nameOf(one)} ${state} has no failure`)
  if (state === 'cancelled') assert.ok(cancelRequestedBy, `${nameOf(one)} says who cancelled it`)
  if (one.environment === 'production') {
    assert.ok(['promotion', 'rollback', 'teardown'].includes(one.kind), `${nameOf(one)}: no ${one.kind} comes here`)
  }
  if (state === 'superseded') assert.equal(one.kind, 'push', `${nameOf(one)}: only a push is superseded`)
  const before = endings.get(one.id)
  if (before) assert.equal(endingOf(one), before, `${nameOf(one)} had ended otherwise before`)
}

async function checkLog(world: World, one: Deployment): Promise<void> {
  const { app, environment, number, lastSeq } = one
  let next = 1
  while (next <= lastSeq) {
    const params = { app, environment, number }
    const { lines } = await world.client.call('readLog', { params, query: { from: next, limit: 5_000 } })
    assert.ok(lines.length > 0, `the log of ${nameOf(one)} ends at ${next - 1}, not at ${lastSeq}`)
    for (const { seq, text } of lines) {
      assert.equal(seq, next++, `the log of ${nameOf(one)} has a gap`)
      assert.ok(!tellsSecret(text), `line ${seq} of the log of ${nameOf(one)} tells a secret`)
    }
  }
}

/** What Trellis says stands is what stands. After an attempt that changed the cloud and failed, nobody can know. */
async function checkEnvironments(world: World, app: string): Promise<void> {
  const { environments } = await world.client.call('appStatus', { params: { app } })
  for (const { name, status, queued, live } of environments) {
    assert.ok(!['deploying', 'removing'].includes(status), `${app}/${name} is free: it is ${status}`)
    assert.deepEqual(queued, [], `nothing waits for ${app}/${name}`)
    const stands = world.cloud.stands.get(`${app}/${name}`)
    if (app !== shop || status === 'error') continue
    assert.equal(stands?.number, live?.number, `what stands in ${app}/${name}, which is ${status}`)
  }
}

async function checkProcesses({ home, folder }: World, all: readonly Deployment[]): Promise<void> {
  const left = () => {
    const builds = buildProcesses()
    const ours = all.flatMap(one => (builds.get(one.id) ?? []).map(pid => `${pid} of ${nameOf(one)}`))
    return [...ours, ...processesWithin(folder).map(pid => `${pid} in ${home}`)]
  }
  await until('the processes of ended deployments to be gone', () => left().length === 0).catch(error => {
    throw new Error(`${error.message}: ${left().join(', ')}`)
  })
}

/** Runners carry no mark, but work below the home. */
function processesWithin(folder: string): number[] {
  return namesIn('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(pid => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder)
      } catch {
        return false
      }
    })
}

function checkRecords({ home }: World): void {
  using records = new DatabaseSync(join(home, 'trellis.db'), { readOnly: true, timeout: 10_000 })
  assert.equal(records.prepare('PRAGMA integrity_check').get()?.integrity_check, 'ok')
  assert.deepEqual(records.prepare('PRAGMA foreign_key_check').all(), [])
}

const tellsSecret = (text: string): boolean => [secret, cloudSecret].some(one => text.includes(one))

/** Logs are looked through as they are read: in the database they are packed. */
function checkSecrets({ home }: World): void {
  const files = ['trellis.db', 'trellis.db-wal', 'server.json'].map(name => join(home, name))
  for (const file of [...files, logOf(home)]) {
    const content = existsSync(file) ? readFileSync(file, 'latin1') : ''
    assert.ok(!tellsSecret(content), `${file} holds a secret`)
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

/** Of builds nothing is left but what is kept on purpose. */
async function checkDisk({ home }: World): Promise<void> {
  const leftovers = () => [
    ...namesIn(join(home, 'jobs', 'work')).map(name => `jobs/work/${name}`),
    ...[...runnerProcesses(home).keys()].map(id => `jobs/records/${id}.json`),
    ...namesIn(join(home, 'scratch')).map(name => `scratch/${name}`),
    // Short ways to the temporary folders of builds.
    ...namesIn('/tmp').filter(name => /^trellis-[0-9a-f]{20}$/.test(name) && linkOf(`/tmp/${name}`).startsWith(home)),
  ]
  await until('the folders of ended builds to be gone', () => leftovers().length === 0).catch(error => {
    throw new Error(`${error.message}: ${leftovers().join(', ')}`)
  })
  const bytes = readdirSync(home, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !/\/(caches|compile-cache)(\/|$)/.test(entry.parentPath))
    .map(({ parentPath, name }) => statSync(join(parentPath, name), { throwIfNoEntry: false })?.size ?? 0)
    .reduce((sum, size) => sum + size, 0)
  assert.ok(bytes < 200 * 1024 * 1024, `the home has grown to ${bytes} bytes`)
}
