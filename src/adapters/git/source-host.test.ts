import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { TrellisError } from '../../core/errors.ts'
import { GitSourceHost } from './source-host.ts'
import { ScratchRepository } from './testing/repository.ts'

const titles = (commits: { title: string }[]) => commits.map(({ title }) => title)
const failsWith = (code: string) => (error: unknown) => error instanceof TrellisError && error.code === code

function scratch(...options: string[]) {
  const repository = new ScratchRepository(...options)
  return {
    repository,
    host: new GitSourceHost({ folder: repository.mirrors }),
    [Symbol.dispose]: () => repository[Symbol.dispose](),
  }
}

test('branches: slashes, tags of the same name, a default that is not main', async () => {
  using at = scratch()
  const { repository, host } = at
  const first = repository.commit('first')
  repository.git('switch', '-qc', 'hotfix/main')
  const second = repository.commit('second')
  repository.git('tag', 'main', second)
  repository.git('tag', 'only-a-tag')
  repository.git('update-ref', 'refs/heads/HEAD', first)
  for (const url of [repository.path, `file://${repository.path}`]) {
    const { heads, defaultBranch } = await host.branches(url)
    assert.deepEqual(Object.fromEntries(heads), { HEAD: first, 'hotfix/main': second, main: first })
    assert.equal(defaultBranch, 'hotfix/main')
  }
  assert.deepEqual(titles(await host.commits(repository.path, 'main', 10)), ['first'])
})

test('an empty repository has no branches and no commits', async () => {
  using at = scratch()
  assert.deepEqual(await at.host.branches(at.repository.path), { heads: new Map(), defaultBranch: null })
  await assert.rejects(at.host.commits(at.repository.path, 'main', 1), failsWith('branch_not_found'))
  await assert.rejects(at.host.commit(at.repository.path, 'a'.repeat(40)), failsWith('commit_not_found'))
})

test('commits: the newest first, as many as asked, from the very newest push', async () => {
  using at = scratch()
  const { repository, host } = at
  for (const title of ['one', 'two', 'three']) repository.commit(title)
  assert.deepEqual(titles(await host.commits(repository.path, 'main', 2)), ['three', 'two'])
  assert.deepEqual(await host.commits(repository.path, 'main', 0), [])
  const four = repository.commit('four')
  const [newest] = await host.commits(repository.path, 'main', 1)
  assert.deepEqual(newest, { commit: four, title: 'four', author: 'Ada', at: '2023-11-14T22:17:20.000Z' })
  await assert.rejects(host.commits(repository.path, 'mian', 1), {
    code: 'branch_not_found',
    hint: /Its branches: main/,
  })
  await assert.rejects(host.commits(repository.path, '--output=/tmp/x', 1), failsWith('branch_not_found'))
})

test('a commit may be named by its first digits, when they are no other’s', async () => {
  using at = scratch()
  const { repository, host } = at
  // With files, which the mirror lacks.
  writeFileSync(join(repository.path, 'file'), 'text')
  repository.git('add', '--all')
  const first = repository.commit('first')
  for (const length of [4, 10, 39]) {
    const found = await host.commit(repository.path, first.slice(0, length))
    assert.deepEqual([found.commit, found.title], [first, 'first'])
  }
  const later = repository.commit('later')
  assert.equal((await host.commit(repository.path, later.slice(0, 12))).commit, later)
  const nobody = first.startsWith('0000') ? '1111' : '0000'
  await assert.rejects(host.commit(repository.path, nobody), { code: 'commit_not_found', message: /begins with/ })
  const twin = twinOf(repository, first.slice(0, 4))
  await assert.rejects(host.commit(repository.path, first.slice(0, 4)), {
    code: 'invalid_commit',
    message: /beginning of 2 commits/,
    hint: new RegExp(twin.slice(0, 12)),
  })
  for (const wrong of ['abc', 'main', 'HEAD~1', first.toUpperCase()]) {
    await assert.rejects(host.commit(repository.path, wrong), failsWith('invalid_commit'))
  }
})

/** Another commit whose id begins so, on a branch of its own. Found by trying. */
function twinOf(repository: ScratchRepository, prefix: string): string {
  const tree = repository.git('rev-parse', 'HEAD^{tree}')
  const who = 'Ada <ada@example.com> 1700000000 +0000'
  for (let count = 0; ; count += 1) {
    const bytes = Buffer.from(`tree ${tree}\nauthor ${who}\ncommitter ${who}\n\ntwin ${count}\n`)
    const id = createHash('sha1').update(`commit ${bytes.length}\0`).update(bytes).digest('hex')
    if (!id.startsWith(prefix)) continue
    repository.git('update-ref', 'refs/heads/twin', repository.rawCommit(bytes))
    return id
  }
}

test('compare: both sides of a fork, the same commit, and histories without a common commit', async () => {
  using at = scratch()
  const { repository, host } = at
  const base = repository.commit('base')
  repository.git('switch', '-qc', 'side')
  repository.commit('side 1')
  const side = repository.commit('side 2')
  repository.git('switch', '-q', 'main')
  const main = repository.commit('main 1')
  const { commits, behind } = await host.compare(repository.path, main, side)
  assert.deepEqual([titles(commits), behind], [['side 1', 'side 2'], 1])
  assert.deepEqual(await host.compare(repository.path, side, side), { commits: [], behind: 0 })
  assert.deepEqual(await host.compare(repository.path, side, base), { commits: [], behind: 2 })
  repository.git('switch', '-q', '--orphan', 'other')
  const other = repository.commit('other')
  const unrelated = await host.compare(repository.path, main, other)
  assert.deepEqual([titles(unrelated.commits), unrelated.behind], [['other'], 2])
})

test('a force push and a deleted branch: what was there stays known, what is new is found', async () => {
  using at = scratch()
  const { repository, host } = at
  const base = repository.commit('base')
  const old = repository.commit('old')
  await host.commits(repository.path, 'main', 5)
  repository.git('reset', '-q', '--hard', base)
  const forced = repository.commit('forced')
  repository.git('reflog', 'expire', '--expire=now', '--all')
  repository.git('gc', '--quiet', '--prune=now')
  assert.deepEqual(titles(await host.commits(repository.path, 'main', 5)), ['forced', 'base'])
  assert.equal((await host.compare(repository.path, old, forced)).behind, 1)
  repository.git('switch', '-qc', 'main2')
  repository.git('branch', '-qD', 'main')
  repository.git('switch', '-qc', 'main/deeper')
  await assert.rejects(host.commits(repository.path, 'main', 5), failsWith('branch_not_found'))
  assert.deepEqual(titles(await host.commits(repository.path, 'main/deeper', 1)), ['forced'])
})

test('a known commit needs no remote, an unknown one is looked for', async () => {
  using at = scratch()
  const { repository, host } = at
  const known = repository.commit('known')
  await host.commit(repository.path, known)
  await assert.rejects(host.commit(repository.path, '0'.repeat(40)), failsWith('commit_not_found'))
  await assert.rejects(
    host.commit(repository.path, repository.git('rev-parse', 'HEAD^{tree}')),
    failsWith('commit_not_found'),
  )
  repository.git('tag', '-am', 'a tag', 'v1')
  await assert.rejects(host.commit(repository.path, repository.git('rev-parse', 'v1')), failsWith('commit_not_found'))
  await assert.rejects(host.compare(repository.path, known, known.slice(0, 39)), failsWith('invalid_commit'))
  for (const wrong of [known.toUpperCase(), 'main', '--all', `${known}\n`, 'a'.repeat(64)]) {
    await assert.rejects(host.commit(repository.path, wrong), failsWith('invalid_commit'))
    await assert.rejects(host.compare(repository.path, known, wrong), failsWith('invalid_commit'))
  }
  rmSync(repository.path, { recursive: true })
  assert.equal((await host.commit(repository.path, known)).title, 'known')
  await assert.rejects(host.commit(repository.path, 'b'.repeat(40)), failsWith('invalid_repository'))
  await assert.rejects(host.branches(repository.path), failsWith('invalid_repository'))
})

test('a repository with SHA-256 ids is refused by name', async () => {
  using at = scratch('--object-format=sha256')
  at.repository.commit('first')
  for (const ask of [
    () => at.host.branches(at.repository.path),
    () => at.host.commit(at.repository.path, 'a'.repeat(40)),
  ]) {
    await assert.rejects(ask, { code: 'invalid_repository', message: /SHA-256/ })
  }
})

test('a machine without git is told so', async () => {
  using at = scratch()
  const host = new GitSourceHost({ folder: at.repository.mirrors, environment: { PATH: at.repository.root } })
  await assert.rejects(host.branches(at.repository.path), { code: 'repository_unreachable', hint: /Install git/ })
})
