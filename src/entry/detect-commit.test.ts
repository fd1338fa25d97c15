import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { detectCommits } from './detect-commit.ts'

const folder = mkdtempSync(join(tmpdir(), 'trellis-look-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const [repository, scratch] = [join(folder, 'repository'), join(folder, 'scratch')]
mkdirSync(join(repository, 'infra'), { recursive: true })
mkdirSync(scratch)
const git = (...args: string[]) =>
  execFileSync('git', ['-C', repository, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
    encoding: 'utf8',
  }).trim()
git('init', '-q', '-b', 'main')
writeFileSync(join(repository, 'infra/cdk.json'), '{"app":"node app.js"}')
writeFileSync(
  join(repository, 'infra/package.json'),
  '{"scripts":{"test":"node --test"},"dependencies":{"aws-cdk-lib":"2"}}',
)
writeFileSync(join(repository, 'infra/package-lock.json'), '{}')
git('add', '-A')
git('commit', '-qm', 'An app')

test('a commit is looked at in a checkout that goes again', async () => {
  const { detect } = detectCommits(scratch, async () => null)
  const { apps } = await detect(repository, git('rev-parse', 'HEAD'), '.')
  assert.deepEqual(
    apps.map(one => [one.path, one.framework, one.packageManager, one.test]),
    [['infra', 'cdk', 'npm', 'npm test']],
  )
  await assert.rejects(detect(repository, git('rev-parse', 'HEAD'), 'nowhere'), { code: 'invalid_input' })
  assert.deepEqual(readdirSync(scratch), [])
})

test('a commit that is not there is told as such, and nothing is left of the attempt', async () => {
  const { detect } = detectCommits(scratch, async () => null)
  await assert.rejects(detect(repository, 'a'.repeat(40), '.'), { code: 'invalid_input' })
  assert.deepEqual(readdirSync(scratch), [])
})

test('what a commit runs to be removed is read from its trellis.yml', async () => {
  const { removal } = detectCommits(scratch, async () => null)
  const commit = (text: string): string => {
    writeFileSync(join(repository, 'trellis.yml'), text)
    git('add', '-A')
    git('commit', '-qm', 'Deploy by hand')
    return git('rev-parse', 'HEAD')
  }
  assert.equal(await removal(repository, git('rev-parse', 'HEAD'), 'infra'), undefined, 'its stacks are known')
  const own = commit('deploy: make deploy\nremove: make remove\n')
  assert.equal(await removal(repository, own, '.'), 'make remove')
  assert.equal(await removal(repository, commit('deploy: make deploy\n'), '.'), null)
  await assert.rejects(removal(repository, commit('deploy: 5\n'), '.'), { code: 'invalid_input' })
  assert.deepEqual(readdirSync(scratch), [])
})

test('a folder below a submodule is called that, and not absent', async () => {
  writeFileSync(join(repository, '.gitmodules'), '[submodule "lib"]\n\tpath = lib\n\turl = ../lib.git\n')
  git('add', '-A')
  git('update-index', '--add', '--cacheinfo', `160000,${git('rev-parse', 'HEAD')},lib`)
  git('commit', '-qm', 'Take a library')
  const { detect, hasFolder } = detectCommits(scratch, async () => null)
  const commit = git('rev-parse', 'HEAD')
  await assert.rejects(hasFolder(repository, commit, 'lib/api'), {
    code: 'folder_not_found',
    message: 'The folder lib/api lies in a submodule (lib), which Trellis does not fetch.',
  })
  await assert.rejects(hasFolder(repository, commit, 'lib'), {
    code: 'folder_not_found',
    message: /^The folder lib is a/,
  })
  await assert.rejects(detect(repository, commit, 'lib/api'), {
    code: 'invalid_input',
    message: /in the submodule lib,/,
  })
  assert.deepEqual(
    [await hasFolder(repository, commit, 'library'), await hasFolder(repository, commit, 'infra')],
    [false, true],
  )
})
