import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { type CheckoutRequest, checkout } from './checkout.ts'

const folder = mkdtempSync(join(tmpdir(), 'trellis-checkout-'))
after(() => rmSync(folder, { recursive: true }))
const repo = join(folder, 'repo')
const git = (...args: string[]): string =>
  execFileSync('git', ['-C', repo, '-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { encoding: 'utf8' }).trim()
const commit = (title: string): string => {
  git('add', '-A')
  git('commit', '-qm', title)
  return git('rev-parse', 'HEAD')
}
mkdirSync(join(repo, 'app'), { recursive: true })
git('init', '-q', '-b', 'main')
writeFileSync(join(repo, 'app/file'), 'one')
const first = commit('First')
writeFileSync(join(repo, 'app/file'), 'two')
symlinkSync('/etc', join(repo, 'out'))
symlinkSync('/etc/passwd', join(repo, 'app/cdk.json'))
const second = commit('Second')
mkdirSync(join(repo, 'lost'))
symlinkSync('../gone.yml', join(repo, 'lost/serverless.yml'))
const linked = commit('Linked')
rmSync(join(repo, 'lost'), { recursive: true })
git('update-index', '--add', '--cacheinfo', `160000,${first},app/vendor lib`)
const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 5\n`
writeFileSync(join(repo, '.gitattributes'), '*.zip filter=lfs diff=lfs merge=lfs -text\n')
rmSync(join(repo, 'app/cdk.json'))
for (const [name, text] of [
  ['layer.zip', pointer],
  ['real.zip', 'PK'],
  ['pointer.txt', pointer],
] as const)
  writeFileSync(join(repo, 'app', name), text)
git('add', '.gitattributes', 'app/cdk.json', 'app/pointer.txt')
// The filter is not for this machine: what it would make is here already.
git('-c', 'filter.lfs.clean=', '-c', 'filter.lfs.required=false', 'add', 'app/layer.zip', 'app/real.zip')
git('commit', '-qm', 'Third')
const third = git('rev-parse', 'HEAD')

let count = 0
const run = (request: Partial<CheckoutRequest>) =>
  checkout(
    {
      url: repo,
      commit: first,
      branch: 'main',
      path: 'app',
      tree: join(folder, `tree-${count++}`),
      ...request,
    },
    new AbortController().signal,
  )

test('fetches a commit that is no longer the end of a branch, and only that one', async () => {
  const result = await run({})
  assert.ok('appDir' in result)
  assert.equal(result.title, 'First')
  assert.equal(readFileSync(join(result.appDir, 'file'), 'utf8'), 'one')
  const tree = join(result.appDir, '..')
  assert.equal(execFileSync('git', ['-C', tree, 'rev-list', '--all', 'HEAD'], { encoding: 'utf8' }).trim(), first)
  assert.ok(!readFileSync(join(tree, '.git/config'), 'utf8').includes(repo))
})

test('names the links that lead out of the repository, or to nothing', async () => {
  const result = await run({ commit: linked, path: '.' })
  assert.deepEqual('appDir' in result && result.links, [
    { path: 'app/cdk.json', target: '/etc/passwd' },
    { path: 'lost/serverless.yml', target: '../gone.yml' },
    { path: 'out', target: '/etc' },
  ])
})

test('names the files of Git LFS of which only the pointer is here, and submodules', async () => {
  const result = await run({ commit: third })
  assert.ok('appDir' in result, JSON.stringify(result))
  assert.deepEqual([result.pointers, result.submodules], [['app/layer.zip'], ['app/vendor lib']])
  const plain = await run({})
  assert.deepEqual('appDir' in plain && [plain.pointers, plain.submodules], [[], []])
})

const refusals: [string, Partial<CheckoutRequest>, string, RegExp, RegExp?][] = [
  ['a commit that is not there', { commit: 'a'.repeat(40) }, 'checkout_failed', /no commit aaaa/],
  ['a short commit', { commit: first.slice(0, 12) }, 'checkout_failed', /not a full commit id/],
  [
    'a repository that is not there',
    { url: join(folder, 'nowhere') },
    'repository_unreachable',
    /does not appear to be a git/,
  ],
  ['an option for an address', { url: '--upload-pack=touch /tmp/pwned' }, 'repository_unreachable', /no address/],
  ['a command for an address', { url: 'ext::sh -c touch% /tmp/pwned' }, 'repository_unreachable', /no address/],
  ['a host that nobody answers for', { url: 'http://127.0.0.1:9/x.git' }, 'repository_unreachable', /127\.0\.0\.1/],
  ['a folder that is not there', { path: 'other' }, 'checkout_failed', /no folder other/, /trellis app set APP --path/],
  [
    'a folder below a submodule',
    { commit: third, path: './app/vendor lib/api' },
    'submodules_not_supported',
    /vendor lib\/api lies in the submodule app\/vendor lib,/,
    /Make an app of the repository that the submodule names/,
  ],
  ['a folder that is a link out of it', { commit: second, path: 'out' }, 'checkout_failed', /leaves the repository/],
  [
    'a configuration that is a link to nothing',
    { commit: linked, path: 'lost' },
    'checkout_failed',
    /^serverless\.yml is a symbolic link to nothing/,
  ],
  ['a cdk.json that is a link out of it', { commit: second }, 'checkout_failed', /cdk\.json is a symbolic link/],
]
for (const [name, request, code, message, hint = /./] of refusals) {
  test(`refuses ${name}`, async () => {
    const result = await run(request)
    assert.ok('code' in result, JSON.stringify(result))
    assert.equal(result.code, code)
    assert.match(result.message, message)
    assert.match(result.hint, hint)
  })
}
