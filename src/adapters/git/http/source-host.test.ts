import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { GitCredential } from '../authorized.ts'
import { GitSourceHost } from '../source-host.ts'
import { ScratchRepository } from '../testing/repository.ts'
import { gitServer, listening } from '../testing/server.ts'
import { HttpSourceHost } from './source-host.ts'
import { treeOf } from './tree-reader.ts'

interface Wish {
  password?: string
  credentialFor?: (repository: string) => Promise<GitCredential | null>
}

async function scene(t: TestContext, { password, credentialFor = async () => null }: Wish = {}) {
  const repository = new ScratchRepository()
  const server = await listening(gitServer(repository.root, password))
  t.after(async () => {
    await server[Symbol.asyncDispose]()
    repository[Symbol.dispose]()
  })
  const url = `http://127.0.0.1:${server.port}/repository/.git`
  const host = new HttpSourceHost({ folder: join(repository.root, 'kept'), credentialFor })
  return { repository, url, host }
}

test('it answers as the host that has a git program does', async t => {
  const { repository, url, host } = await scene(t)
  const withGit = new GitSourceHost({ folder: repository.mirrors })
  const same = async (ask: (of: HttpSourceHost | GitSourceHost, at: string) => Promise<unknown>) =>
    assert.deepEqual(await ask(host, url), await ask(withGit, repository.path))
  repository.write('app/index.js', 'one')
  repository.write('README.md', 'read')
  const one = repository.commit('one\n\nand why')
  repository.git('switch', '-qc', 'feature/x')
  repository.write('app/more/index.js', 'two')
  const two = repository.commit('two')
  repository.git('switch', '-q', 'main')
  repository.git('rm', '-q', 'README.md')
  const three = repository.commit('three')
  repository.git('tag', 'v1')

  await same((of, at) => of.branches(at))
  for (const commit of [one, two, three, one.slice(0, 12)]) await same((of, at) => of.commit(at, commit))
  for (const limit of [0, 1, 2, 10]) await same((of, at) => of.commits(at, 'main', limit))
  for (const [base, head] of [
    [one, two],
    [two, three],
    [three, one],
    [one, one],
  ] as const) {
    await same((of, at) => of.compare(at, base, head))
    await same((of, at) => of.changedPaths(at, base, head))
  }
  const four = repository.commit('four')
  assert.equal((await host.commits(url, 'main', 1))[0]?.commit, four)
  await same((of, at) => of.compare(at, two, four))
})

test('what is not there is told as what it is', async t => {
  const { repository, url, host } = await scene(t)
  assert.deepEqual(await host.branches(url), { heads: new Map(), defaultBranch: null })
  repository.commit('one')
  await assert.rejects(host.commits(url, 'mian', 1), { code: 'branch_not_found', hint: /main/ })
  for (const name of ['0'.repeat(40), 'abcd']) {
    await assert.rejects(host.commit(url, name), { code: 'commit_not_found' }, name)
  }
  await assert.rejects(host.commit(url, 'main'), { code: 'invalid_commit' })
  await assert.rejects(host.branches(url.replace('repository', 'nothing')), { code: 'invalid_repository' })
  await assert.rejects(host.branches('http://127.0.0.1:1/x.git'), { code: 'repository_unreachable' })
  for (const elsewhere of ['/srv/repository', 'git@example.org:a/b.git', 'ssh://git@example.org/a/b.git']) {
    await assert.rejects(host.branches(elsewhere), { code: 'invalid_repository', message: /https/ })
  }
  for (const wrong of ['https://ada:secret@example.org/a/b.git', 'ftp://example.org/a', 'a/b']) {
    await assert.rejects(host.branches(wrong), ({ hint }) => !/credential helper|ssh|deploy key/.test(hint), wrong)
  }
})

test('a private repository opens by its credential, asked for anew when it is refused once', async t => {
  const asked: string[] = []
  const { repository, url, host } = await scene(t, {
    password: 'right',
    credentialFor: async at => {
      asked.push(at)
      return { scope: at, user: 'ada', password: asked.length === 1 ? 'over' : 'right' }
    },
  })
  const commit = repository.commit('one')
  assert.equal((await host.commit(url, commit)).title, 'one')
  assert.deepEqual(new Set(asked), new Set([url]))
  const shut = new HttpSourceHost({ folder: repository.mirrors, credentialFor: async () => null })
  await assert.rejects(shut.branches(url), { code: 'repository_wants_password' })
})

test('the tree of a commit is read without a working tree', async t => {
  const { repository, url, host } = await scene(t)
  repository.write('app/package.json', '{}')
  repository.write('cdk.json', '{"app":"node app"}')
  const tree = await treeOf(host.repository(url), repository.commit('one'))
  assert.deepEqual(await tree.list('.'), ['app/', 'cdk.json'])
  assert.deepEqual([await tree.list('app'), await tree.list('nowhere')], [['package.json'], []])
  assert.equal(await tree.read('cdk.json'), '{"app":"node app"}')
  assert.equal(await tree.read('app/package.json'), '{}')
  assert.deepEqual([await tree.read('app'), await tree.read('app/x')], [undefined, undefined])
  assert.deepEqual([await tree.exists('app'), await tree.exists('app/x')], [true, false])
})
