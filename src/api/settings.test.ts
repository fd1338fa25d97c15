import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { ApiError } from '../client/api-error.ts'
import type { SetEnvironment } from '../contract/app.ts'
import { TrellisError } from '../core/errors.ts'
import { openApi } from './testing/api.ts'

const { world, client } = openApi()
const staging = { app: 'shop', environment: 'staging' }
const failsWith = (code: string) => (error: ApiError) => error.code === code
before(async () => {
  world.source.push('main')
  world.source.push('trunk')
  await world.found()
})
after(() => world.close())

const order = async () =>
  (await client.call('listEnvironments', { params: { app: 'shop' } })).map(one => [one.position, one.name])

test('an environment moves behind another one or to the front, and the others keep their order', async () => {
  const moved = await client.call('setEnvironment', { params: staging, body: { after: 'production' } })
  assert.equal(moved.position, 2)
  assert.deepEqual(await order(), [
    [0, 'development'],
    [1, 'production'],
    [2, 'staging'],
  ])
  await client.call('setEnvironment', { params: staging, body: { after: null } })
  await client.call('setEnvironment', { params: staging, body: { after: 'staging' } })
  assert.deepEqual(
    (await order()).map(([, name]) => name),
    ['staging', 'development', 'production'],
  )
  await client.call('setEnvironment', { params: staging, body: { after: 'development' } })
  const nowhere = client.call('setEnvironment', { params: staging, body: { after: 'nowhere' } })
  await assert.rejects(nowhere, failsWith('environment_not_found'))
})

test('scripts of an environment are kept, taken away by null, and bounded', async () => {
  const set = (body: { beforeDeploy?: string | null; afterDeploy?: string | null }) =>
    client.call('setEnvironment', { params: staging, body })
  const changed = await set({ beforeDeploy: 'echo one\necho two', afterDeploy: './notify' })
  assert.deepEqual([changed.beforeDeploy, changed.afterDeploy], ['echo one\necho two', './notify'])
  const without = await set({ beforeDeploy: null })
  assert.deepEqual([without.beforeDeploy, without.afterDeploy], [null, './notify'])
  await assert.rejects(set({ beforeDeploy: 'x'.repeat(4_001) }), failsWith('invalid_input'))
})

test('machines of an environment have the size it wants, Spot never where it is protected, and none where there are no sizes', async () => {
  const set = (body: SetEnvironment) => client.call('setEnvironment', { params: staging, body })
  const invalid = failsWith('invalid_input')
  assert.equal((await set({ tests: true })).machine, null)
  const machine = { cpu: 4, memory: 16, architecture: 'arm64', spot: true } as const
  assert.deepEqual((await set({ machine: { cpu: 4, memory: 16, spot: true } })).machine, machine)
  await assert.rejects(set({ machine: { memory: 4 } }), invalid)
  await assert.rejects(set({ protected: true, branch: null }), invalid)
  const stays = { ...machine, spot: false }
  assert.deepEqual((await set({ protected: true, branch: null, machine: { spot: false } })).machine, stays)
  await assert.rejects(set({ machine: { spot: true } }), invalid)
  assert.equal((await set({ protected: false, machine: null })).machine, null)
  world.machines.sizes = false
  await assert.rejects(set({ machine: { cpu: 2 } }), invalid)
  assert.ok(!('machine' in (await set({ tests: true }))), 'nothing to choose from')
  world.machines.sizes = true
})

test('an app can be told another folder, branch or repository, and a branch that is not there is refused', async () => {
  const set = (body: { path?: string; defaultBranch?: string; repository?: string }) =>
    client.call('setApp', { params: { app: 'shop' }, body })
  assert.equal((await set({ path: 'services/shop' })).path, 'services/shop')
  world.bare.detector.hasFolder = async (_, commit, path) => commit === world.source.head('trunk') || path === 'other'
  await assert.rejects(set({ path: 'gone' }), failsWith('folder_not_found'))
  await assert.rejects(set({ path: 'services/../..' }), failsWith('invalid_input'))
  const changed = await set({ defaultBranch: 'trunk' })
  assert.deepEqual([changed.path, changed.defaultBranch], ['services/shop', 'trunk'])
  const fresh = { name: 'api', repository: 'https://git.example/shop.git' }
  const make = (body: { path: string; branch?: string }) => client.call('createApp', { body: { ...fresh, ...body } })
  await assert.rejects(make({ path: './gone/' }), failsWith('folder_not_found'))
  assert.equal((await make({ path: './other/' })).name, 'api')
  await assert.rejects(set({ defaultBranch: 'gone' }), failsWith('branch_not_found'))
  await assert.rejects(set({ path: '../elsewhere' }), failsWith('invalid_input'))
  world.source.reachable = false
  await assert.rejects(set({ repository: 'https://git.example/other.git' }), failsWith('repository_unreachable'))
  world.source.reachable = true
  assert.equal((await client.call('showApp', { params: { app: 'shop' } })).repository, 'https://git.example/shop.git')
})

test('of a repository without a commit an app says that there is none yet', async t => {
  const empty = openApi()
  t.after(() => empty.world.close())
  await empty.client.call('addAccount', {
    body: { name: 'cloud', region: 'eu-central-1', credentials: { kind: 'chain' }, verify: false },
  })
  const body = { name: 'early', repository: 'https://git.example/new.git', account: 'cloud' }
  assert.equal((await empty.client.call('createApp', { body })).defaultBranch, 'main')
  const { environments } = await empty.client.call('appStatus', { params: { app: 'early' } })
  assert.deepEqual(
    environments.map(one => one.branchProblem),
    ['The repository has no commit yet.', null, null],
  )
})

test('a repository is looked at before an app is made of it, on its default branch or another one', async () => {
  const repository = 'https://git.example/shop.git'
  const seen = await client.call('detectRepository', { body: { repository } })
  assert.deepEqual([seen.branch, seen.commit, seen.branches], ['main', world.source.head('main'), ['main', 'trunk']])
  assert.deepEqual(seen.detection, { apps: [], ambiguous: [], leftOut: [] })
  const other = await client.call('detectRepository', { body: { repository, branch: 'trunk', path: 'services' } })
  assert.equal(other.commit, world.source.head('trunk'))
  const gone = client.call('detectRepository', { body: { repository, branch: 'gone' } })
  await assert.rejects(gone, failsWith('branch_not_found'))
  const { detect } = world.bare.detector
  const nowhere = () => client.call('detectRepository', { body: { repository, path: 'gone' } })
  world.bare.detector.hasFolder = async (_, __, path) => path !== 'gone'
  await assert.rejects(nowhere(), failsWith('folder_not_found'))
  world.bare.detector.detect = async (_, __, path) => {
    if (path === 'gone') throw new TrellisError('invalid_input', 'There is no such folder.')
    return { apps: [], ambiguous: [], leftOut: [] }
  }
  await assert.rejects(nowhere(), failsWith('folder_not_found'))
  world.bare.detector.detect = detect
  world.source.reachable = false
  await assert.rejects(client.call('detectRepository', { body: { repository } }), failsWith('repository_unreachable'))
  world.source.reachable = true
})
