import assert from 'node:assert/strict'
import { readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { GitSourceHost } from './source-host.ts'
import { ScratchRepository } from './testing/repository.ts'

test('a damaged mirror is made anew', async () => {
  using repository = new ScratchRepository()
  const host = new GitSourceHost({ folder: repository.mirrors })
  for (let n = 0; n < 5; n++) repository.commit(`commit ${n}`)
  const head = repository.git('rev-parse', 'HEAD')
  await host.commit(repository.path, head)
  const [name = ''] = readdirSync(repository.mirrors)
  const mirror = join(repository.mirrors, name)
  const files = () => readdirSync(mirror, { recursive: true, encoding: 'utf8' }).map(file => join(mirror, file))
  const damages: Record<string, () => void> = {
    'no objects': () => rmSync(join(mirror, 'objects'), { recursive: true }),
    'no HEAD': () => rmSync(join(mirror, 'HEAD')),
    'no packs': () => rmSync(join(mirror, 'objects/pack'), { recursive: true }),
    'a broken configuration': () => writeFileSync(join(mirror, 'config'), '[core'),
    'a lock left behind': () => writeFileSync(join(mirror, 'packed-refs.lock'), ''),
    'cut packs': () => {
      for (const file of files().filter(file => file.endsWith('.pack'))) truncateSync(file, statSync(file).size >> 1)
    },
    'empty files': () => {
      for (const file of files().filter(file => statSync(file).isFile())) truncateSync(file, 0)
    },
  }
  for (const [why, damage] of Object.entries(damages)) {
    damage()
    assert.equal((await host.commits(repository.path, 'main', 9)).length, 5, why)
    assert.equal((await host.commit(repository.path, head)).commit, head, why)
  }
  assert.deepEqual(readdirSync(repository.mirrors), [name])
})

test('calls for one repository do not disturb each other', async () => {
  using repository = new ScratchRepository()
  const host = new GitSourceHost({ folder: repository.mirrors })
  const commits = Array.from({ length: 8 }, (_, n) => repository.commit(`commit ${n}`))
  const found = await Promise.all(commits.map(commit => host.commit(repository.path, commit)))
  assert.deepEqual(
    found.map(({ commit }) => commit),
    commits,
  )
})

test('files are not fetched, from a path as little as from a server', async () => {
  using repository = new ScratchRepository()
  const host = new GitSourceHost({ folder: repository.mirrors })
  writeFileSync(join(repository.path, 'big'), Buffer.from(Array.from({ length: 300_000 }, (_, n) => (n * 7919) % 251)))
  repository.git('add', 'big')
  await host.commit(repository.path, repository.commit('with a file'))
  const [name = ''] = readdirSync(repository.mirrors)
  const packed = readdirSync(join(repository.mirrors, name, 'objects'), { recursive: true, encoding: 'utf8' })
  assert.equal(packed.filter(file => file.endsWith('.promisor')).length, 1)
  assert.equal(
    repository.git('--git-dir', join(repository.mirrors, name), 'count-objects', '-v').match(/in-pack: (\d+)/)?.[1],
    '1',
  )
})

test('a shallow checkout is as good a repository as any', async () => {
  using repository = new ScratchRepository()
  const host = new GitSourceHost({ folder: repository.mirrors })
  for (const title of ['one', 'two', 'three']) repository.commit(title)
  const shallow = join(repository.root, 'shallow')
  repository.git('clone', '-q', '--depth=2', `file://${repository.path}`, shallow)
  const commits = await host.commits(shallow, 'main', 9)
  assert.deepEqual(
    commits.map(({ title }) => title),
    ['three', 'two'],
  )
})

test('a push is fetched without what is there already, and the packs are put together in time', async () => {
  using repository = new ScratchRepository()
  const environment = {
    ...process.env,
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'gc.autoPackLimit',
    GIT_CONFIG_VALUE_0: '3',
  }
  const host = new GitSourceHost({ folder: repository.mirrors, environment })
  const before = repository.commit('before')
  const seen: number[] = []
  for (let n = 1; n <= 8; n++) {
    await host.commit(repository.path, repository.commit(`push ${n}`))
    const [name = ''] = readdirSync(repository.mirrors)
    const counts = repository.git('--git-dir', join(repository.mirrors, name), 'count-objects', '-v')
    assert.match(counts, new RegExp(`^in-pack: ${n + 1}$`, 'm'))
    seen.push(Number(/^packs: (\d+)/m.exec(counts)?.[1]))
  }
  assert.ok(Math.max(...seen) <= 4, `packs: ${seen}`)
  assert.equal((await host.compare(repository.path, before, repository.git('rev-parse', 'HEAD'))).commits.length, 8)
})

test('titles and names in odd encodings', async () => {
  using repository = new ScratchRepository()
  const host = new GitSourceHost({ folder: repository.mirrors })
  const tree = repository.git('hash-object', '-w', '-t', 'tree', '/dev/null')
  const raw = (encoding: string, title: string) =>
    repository.rawCommit(
      Buffer.from(
        `tree ${tree}\nauthor J\xfcrgen <j@x> 1700000000 +0000\ncommitter J\xfcrgen <j@x> 99999999999999 +9999\n${encoding}\n${title}`,
        'latin1',
      ),
    )
  const latin = raw('encoding ISO-8859-1\n', 'gr\xfc\xdfe\nzwei\n\nmore')
  assert.deepEqual(await host.commit(repository.path, latin), {
    commit: latin,
    title: 'grüße zwei',
    author: 'Jürgen',
    at: '9999-12-31T23:59:59.000Z',
    message: 'grüße\nzwei\n\nmore',
  })
  assert.equal((await host.commit(repository.path, raw('encoding nonsense\n', 'gr\xfc'))).title, 'gr\ufffd')
  assert.equal((await host.commit(repository.path, raw('', ''))).title, '')
})

test('a server that gives only what its branches name', async () => {
  using repository = new ScratchRepository()
  const older = repository.commit('older')
  const gone = repository.commit('gone')
  repository.git('reset', '-q', '--hard', older)
  repository.commit('newer')
  repository.git('config', 'uploadpack.allowFilter', 'false')
  const environment = {
    ...process.env,
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'protocol.version',
    GIT_CONFIG_VALUE_0: '0',
  }
  const host = new GitSourceHost({ folder: repository.mirrors, environment })
  assert.equal((await host.commit(repository.path, older)).title, 'older')
  await assert.rejects(host.commit(repository.path, gone), { code: 'commit_not_found' })
})
