import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { GitSourceHost } from '../../src/adapters/git/source-host.ts'
import { ScratchRepository } from '../../src/adapters/git/testing/repository.ts'
import { gitServer, listening } from '../../src/adapters/git/testing/server.ts'
import { TrellisError } from '../../src/core/errors.ts'
import { trustInGit } from '../../src/entry/trust-in-git.ts'

const code =
  (expected: string, says = /./) =>
  (error: unknown) =>
    error instanceof TrellisError && error.code === expected && says.test(error.message)

test('http: branches, history, a commit that no branch holds any more', async () => {
  using repository = new ScratchRepository()
  const base = repository.commit('base')
  const lost = repository.commit('lost')
  repository.git('reset', '-q', '--hard', base)
  const head = repository.commit('head')
  await using server = await listening(gitServer(repository.root))
  const url = `http://127.0.0.1:${server.port}/repository/.git`
  const host = new GitSourceHost({ folder: repository.mirrors })
  assert.deepEqual(await host.branches(url), { heads: new Map([['main', head]]), defaultBranch: 'main' })
  assert.equal((await host.commits(url, 'main', 9)).length, 2)
  assert.equal((await host.compare(url, lost, head)).behind, 1)
  await assert.rejects(host.commit(url, 'c'.repeat(40)), code('commit_not_found'))
  await assert.rejects(host.branches(`http://127.0.0.1:${server.port}/nothing`), code('invalid_repository'))
})

test('http: a password is never asked for, and a credential helper of the machine gives it', async () => {
  using repository = new ScratchRepository()
  const head = repository.commit('head')
  await using server = await listening(gitServer(repository.root, 's3cr3t'))
  const url = `http://127.0.0.1:${server.port}/repository/.git`
  const asker = join(repository.root, 'askpass')
  writeFileSync(asker, `#!/bin/sh\ntouch '${asker}.called'\necho s3cr3t\n`)
  chmodSync(asker, 0o700)
  const plain = {
    ...process.env,
    GIT_ASKPASS: asker,
    SSH_ASKPASS: asker,
    GIT_CONFIG_GLOBAL: join(repository.root, 'config'),
  }
  const host = new GitSourceHost({ folder: repository.mirrors, environment: plain })
  for (const ask of [() => host.branches(url), () => host.commit(url, head)]) {
    await assert.rejects(ask, code('repository_wants_password'))
  }
  assert.ok(!existsSync(`${asker}.called`))
  const config = `[credential]\nhelper = "!f() { echo username=ada; echo password=$WORD; }; f"\n`
  writeFileSync(plain.GIT_CONFIG_GLOBAL, config)
  const helped = new GitSourceHost({ folder: repository.mirrors, environment: { ...plain, WORD: 's3cr3t' } })
  assert.equal((await helped.branches(url)).heads.get('main'), head)
  assert.equal((await helped.commit(url, head)).commit, head)
  const wrong = new GitSourceHost({ folder: repository.mirrors, environment: { ...plain, WORD: 'wrong' } })
  await assert.rejects(wrong.branches(url), code('repository_wants_password', /^(?!.*wrong)/))
})

test('http: a secret that the machine puts into the URL is not repeated', async () => {
  using repository = new ScratchRepository()
  const server = await listening(createTcpServer())
  await server[Symbol.asyncDispose]()
  const config = join(repository.root, 'config')
  const url = `http://127.0.0.1:${server.port}/`
  writeFileSync(config, `[url "http://ada:s3cr3t@127.0.0.1:${server.port}/"]\ninsteadOf = ${url}\n`)
  const environment = { ...process.env, GIT_CONFIG_GLOBAL: config }
  const host = new GitSourceHost({ folder: repository.mirrors, environment })
  for (const ask of [() => host.branches(`${url}x`), () => host.commit(`${url}x`, 'a'.repeat(40))]) {
    await assert.rejects(ask, code('repository_unreachable', /^(?!.*s3cr3t)/))
  }
})

/** A certificate of nobody that any machine knows, for 127.0.0.1. */
function certificateIn(folder: string, name: string) {
  const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)]
  const wish = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-days', '2']
  const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1']
  execFileSync('openssl', [...wish, ...subject], { stdio: 'pipe' })
  return { path: cert, key: readFileSync(key), cert: readFileSync(cert) }
}

test('https: a certificate of one’s own authority is taken where the machine names it, and else refused', async () => {
  using repository = new ScratchRepository()
  const head = repository.commit('head')
  const [ours, theirs] = [certificateIn(repository.root, 'ours'), certificateIn(repository.root, 'theirs')]
  await using server = await listening(gitServer(repository.root, undefined, ours))
  const url = `https://127.0.0.1:${server.port}/repository/.git`
  // Straight there, whatever proxy this machine has.
  const direct = { ...process.env, NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1', GIT_CONFIG_GLOBAL: '/dev/null' }
  const host = (GIT_SSL_CAINFO?: string) =>
    new GitSourceHost({ folder: repository.mirrors, environment: { ...direct, GIT_SSL_CAINFO } })
  assert.equal((await host(ours.path).branches(url)).heads.get('main'), head)
  assert.equal((await host(ours.path).commit(url, head)).title, 'head')
  const refused = (error: unknown) =>
    code(
      'repository_unreachable',
      /The TLS certificate of https:.* was not accepted\. git says: .*certificate/,
    )(error) && /GIT_SSL_CAINFO/.test((error as TrellisError).hint ?? '')
  for (const other of [theirs.path, undefined]) await assert.rejects(host(other).branches(url), refused)
  const told: NodeJS.ProcessEnv = { ...direct, NODE_EXTRA_CA_CERTS: ours.path, GIT_SSL_CAINFO: undefined }
  await trustInGit(told, repository.root)
  assert.equal((await host(told.GIT_SSL_CAINFO).branches(url)).heads.get('main'), head)
})

test('a server that says nothing ends with the time-out', async () => {
  using repository = new ScratchRepository()
  await using server = await listening(createServer(() => {}))
  const host = new GitSourceHost({ folder: repository.mirrors, timeoutMs: 100 })
  await assert.rejects(
    host.branches(`http://127.0.0.1:${server.port}/x`),
    code('repository_unreachable', /within 0.1 s/),
  )
})

test('a fetch that was killed leaves nothing that the next one minds', async () => {
  using repository = new ScratchRepository()
  const server = gitServer(repository.root)
  await using at = await listening(server)
  const url = `http://127.0.0.1:${at.port}/repository/.git`
  const module = join(import.meta.dirname, '../../src/adapters/git/source-host.ts')
  const program = `import { GitSourceHost } from ${JSON.stringify(module)}
    await new GitSourceHost({ folder: process.argv[1] }).commit(process.argv[2], process.argv[3])`
  // Killed on its first or second request, with an empty mirror and with one in use; its git may live on for a moment.
  for (const round of [1, 2, 1, 2]) {
    const head = repository.commit('pushed')
    const child = spawn(process.execPath, ['--input-type=module', '-e', program, repository.mirrors, url, head])
    let requests = 0
    const kill = () => {
      requests += 1
      if (requests === round) child.kill('SIGKILL')
    }
    server.on('request', kill)
    await new Promise(resolve => child.on('close', resolve))
    server.off('request', kill)
    assert.ok(requests >= round)
    assert.equal((await new GitSourceHost({ folder: repository.mirrors }).commit(url, head)).commit, head)
  }
})
