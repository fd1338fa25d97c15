import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { Cli } from '../support/pipeline/cli.ts'
import { Scene } from '../support/pipeline/scene.ts'

let scene: Scene
/** A git host that lets nobody in without a password. */
const locked = createServer((_, response) => response.writeHead(401, { 'www-authenticate': 'Basic' }).end())
let lockedUrl = ''

before(async () => {
  scene = await Scene.start()
  locked.listen(0, '127.0.0.1')
  await once(locked, 'listening')
  const address = locked.address()
  lockedUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/shop.git`
  await scene.addAccount()
  scene.push({ version: 'v1' })
  await scene.cli.json(['app', 'create', 'shop', '--repo', scene.repository.path, '--account', 'acme'])
  await scene.ended('shop', 'development', 1)
})
after(async () => {
  locked.close()
  await scene?.close()
})

const nobody = 'f'.repeat(40)
const create = (repository: string, ...more: string[]) => ['app', 'create', 'other', '--repo', repository, ...more]
/** Known only once the test runs. */
const placeholders = { REPOSITORY: () => scene.repository.path, LOCKED: () => lockedUrl }

/** What is asked, how it ends, the stable code, and what the error has to name: what, where, and how to mend it. */
const refusals: readonly (readonly [string[], number, string, ...RegExp[]])[] = [
  [['status', 'nope'], 2, 'app_not_found', /nope/, /app list/],
  [['deploy', 'nope', 'development'], 2, 'app_not_found', /nope/],
  [['deploy', 'shop', 'nowhere'], 2, 'environment_not_found', /nowhere/, /development, staging, production/],
  [['logs', 'shop', 'development', '99'], 2, 'deployment_not_found', /99/],
  [['deploy', 'shop', 'development', '--branch', 'nope'], 2, 'branch_not_found', /nope/, /main/],
  [['deploy', 'shop', 'development', '--commit', nobody], 2, 'commit_not_found', /ffff/],
  [['deploy', 'shop', 'development', '--commit', 'ffff123'], 2, 'commit_not_found', /begins with ffff123/, /Push/],
  [['deploy', 'shop', 'development', '--commit', 'v1.0'], 2, 'invalid_commit', /v1\.0/, /git rev-parse v1\.0/],
  [['explain', 'shop', nobody], 2, 'commit_not_found', /ffff/],
  [create('REPOSITORY', '--branch', 'nope'), 2, 'branch_not_found', /nope/, /main/],
  [create('REPOSITORY', '--account', 'nope'), 2, 'account_not_found', /nope/, /account list/],
  [create('REPOSITORY', '--environments', 'a1,a1'), 2, 'invalid_input', /same name/],
  [create('REPOSITORY', '--path', '../else'), 2, 'invalid_input', /inside the repository/],
  [create('REPOSITORY', '--path', 'nope'), 2, 'folder_not_found', /main/, /no folder nope/, /its root/],
  [create('/nowhere/at/all'), 2, 'invalid_repository', /\/nowhere\/at\/all/, /Check/],
  [create('ext::sh -c id'), 2, 'invalid_input', /ext::sh/],
  [create('http://127.0.0.1:1/shop.git'), 3, 'repository_unreachable', /127\.0\.0\.1/, /network/],
  [create('LOCKED'), 3, 'repository_wants_password', /password/, /credential helper/],
  [['app', 'create', 'Shop!', '--repo', 'REPOSITORY'], 2, 'invalid_input', /small letters/],
  [['app', 'create', 'shop', '--repo', 'REPOSITORY'], 4, 'already_exists', /shop/],
  [['app', 'set', 'shop', '--path', 'nope'], 2, 'folder_not_found', /no folder nope/],
  [['account', 'add', 'acme', '--region', 'eu-central-1'], 4, 'already_exists', /acme/],
  [['account', 'add', 'other', '--region', 'the-moon'], 2, 'invalid_input', /region/],
  [['account', 'remove', 'acme'], 4, 'account_in_use', /shop\/development/],
  [['variables', 'set', 'shop', 'development', '1ST=x'], 2, 'invalid_input', /1ST/, /ST would do/],
  [['variables', 'set', 'shop', 'development', 'MY-KEY=x'], 2, 'invalid_input', /MY-KEY/, /MY_KEY would do/],
  [['deploy', 'shop', 'production'], 4, 'environment_protected', /production/, /[Pp]romot/],
  [['environment', 'set', 'shop', 'production', '--branch', 'main'], 4, 'environment_protected', /production/],
  [['promote', 'shop', 'staging'], 4, 'nothing_to_promote', /staging/, /trellis deploy shop staging/],
  [['promote', 'shop', 'production'], 4, 'no_next_environment', /production/, /trellis promote shop staging/],
  [['rollback', 'shop', 'development'], 4, 'nothing_to_roll_back_to', /development/, /history/],
  [['rollback', 'shop', 'development', '--to', '7'], 2, 'deployment_not_found', /#7/],
  [['cancel', 'shop', 'development'], 4, 'nothing_to_cancel'],
  [['teardown', 'shop', 'development'], 2, 'confirmation_required', /development/, /--yes/],
  [['teardown', 'shop', 'staging', '--yes'], 4, 'nothing_to_tear_down', /staging/],
  [['environment', 'remove', 'shop', 'development'], 4, 'environment_stands', /development/, /teardown/],
  [['app', 'delete', 'shop'], 4, 'environment_stands', /development/, /teardown/],
  [['stauts'], 2, 'usage', /stauts/, /status/],
  [['deploy', 'shop'], 2, 'usage', /environment/],
  [['detect', '/nowhere/at/all'], 2, 'invalid_input', /\/nowhere\/at\/all/],
]

for (const [words, exit, code, ...names] of refusals) {
  test(`trellis ${words.join(' ')}: ${exit} ${code}`, async () => {
    const args = words.map(word => placeholders[word as keyof typeof placeholders]?.() ?? word)
    const refusal = await scene.cli.refusal(args)
    const said = `${refusal.error.message} ${refusal.error.hint ?? ''}`
    assert.deepEqual([refusal.code, refusal.error.code], [exit, code], said)
    for (const name of names) assert.match(said, name)
  })
}

test('what was refused left nothing behind', async () => {
  const names = (list: unknown) => (list as { name: string }[]).map(one => one.name)
  assert.deepEqual(names(await scene.cli.json(['app', 'list'])), ['shop'])
  assert.deepEqual(names(await scene.cli.json(['account', 'list'])), ['acme'])
  const { live, latest } = await scene.environment('shop', 'development')
  assert.deepEqual([live?.number, latest?.number], [1, 1])
})

test('no server, a wrong token and no token are told apart, with exit code 3', async () => {
  const ask = async (env: Record<string, string>) => {
    const { code, error } = await new Cli(env).refusal(['status', 'shop'])
    return [code, error.code, error.message + error.hint] as const
  }
  const url = scene.server.url
  const home = `${scene.folder}/empty`
  const [away, wrong, none] = [
    await ask({ TRELLIS_URL: 'http://127.0.0.1:1' }),
    await ask({ TRELLIS_URL: url, TRELLIS_TOKEN: 'x'.repeat(43) }),
    await ask({ TRELLIS_URL: url, TRELLIS_HOME: home }),
  ]
  assert.deepEqual([away[0], away[1]], [3, 'server_unreachable'])
  assert.match(away[2], /127\.0\.0\.1:1.*trellis up/)
  assert.deepEqual([wrong[0], wrong[1]], [3, 'not_signed_in'])
  assert.match(wrong[2], /TRELLIS_TOKEN/)
  assert.deepEqual([none[0], none[1]], [3, 'not_signed_in'])
  assert.match(none[2], /empty\/token/)
})
