import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, type TestContext, test } from 'node:test'
import { gitServer, listening } from '../../adapters/git/testing/server.ts'
import type { GitCredential } from '../checkout/git.ts'
import { handOver } from '../job/hand-over.ts'
import type { Job } from '../job/job.ts'
import { Refused } from '../session/transport.ts'
import { cdkTeardown } from './cdk-teardown.ts'

const root = mkdtempSync(join(tmpdir(), 'trellis-teardown-'))
after(() => rmSync(root, { recursive: true }))
const repository = join(root, 'repository')
mkdirSync(repository)
const git = (...args: string[]) =>
  execFileSync('git', ['-C', repository, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
    encoding: 'utf8',
  }).trim()
git('init', '-q')
// No `remove:`, so that whoever reads it says that something is missing.
writeFileSync(join(repository, 'trellis.yml'), 'deploy: ./deploy.sh\n')
git('add', '-A')
git('commit', '-qm', 'Own commands')
const commit = git('rev-parse', 'HEAD')
const isRoot = process.getuid?.() === 0

/** A teardown of an app whose repository wants a password, with all that it needs and no more. */
async function scene(t: TestContext, cloneCredential: (scope: string) => Promise<GitCredential | null>) {
  const server = await listening(gitServer(root, 's3cr3t'))
  t.after(() => server[Symbol.asyncDispose]())
  const address = `http://127.0.0.1:${server.port}/`
  const tree = mkdtempSync(join(root, 'tree-'))
  const said: string[] = []
  const removed: unknown[] = []
  const job = {
    spec: {
      repository: { url: `${address}repository/.git`, path: '.', authorized: true },
      deployment: { commit, branch: null, app: 'shop', environment: 'production', deleteRetained: false },
      ...{ naming: null, leftovers: [], installation: 'i', stage: 'production' },
    },
    folders: { tree },
    // As on a build machine, where only root may make it so.
    isolation: isRoot ? { user: { uid: 12_345, gid: 12_345 } } : {},
    signal: new AbortController().signal,
    session: { cloneCredential: () => cloneCredential(address) },
    shipper: { send() {} },
    journal: { phase: null, hide() {}, say: (text: string) => said.push(text) },
    cdk: { ready: Promise.resolve(), worker: { remove: async () => ({ retained: removed }) } },
  } as unknown as Job
  await handOver(job, tree)
  return { job, said, tree }
}

test('what the code of a private repository says by now is read, also after the checkout was handed to the steps', async t => {
  const { job, said, tree } = await scene(t, async scope => ({ scope, user: 'ada', password: 's3cr3t' }))
  await assert.rejects(cdkTeardown(job), /names no command that removes the app/, said.join('\n'))
  assert.ok(!said.some(line => /could not be read/.test(line)), said.join('\n'))
  if (isRoot) assert.equal(statSync(join(tree, 'trellis.yml')).uid, 12_345)
})

test('stacks are removed without the code, and what may still stand is said', async t => {
  for (const refuse of [
    async () => null,
    () => Promise.reject(new Refused(409, 'github_not_connected', 'no way in')),
  ]) {
    const { job, said } = await scene(t, refuse)
    await cdkTeardown(job)
    assert.match(said[0] ?? '', /^The code could not be read: /)
    assert.match(said.at(-1) ?? '', /^Only the CDK's stacks were removed, without the code of .*`remove:`.*not run/)
  }
})
