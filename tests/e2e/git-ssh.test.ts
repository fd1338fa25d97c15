import assert from 'node:assert/strict'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { GitSourceHost } from '../../src/adapters/git/source-host.ts'
import { ScratchRepository } from '../../src/adapters/git/testing/repository.ts'
import { TrellisError } from '../../src/core/errors.ts'

const code =
  (expected: string, says = /./) =>
  (error: unknown) =>
    error instanceof TrellisError && error.code === expected && says.test(error.message)

/** Stands in for ssh: notes its arguments, and runs the command here instead of there. */
function fakeSsh(repository: ScratchRepository, script: string) {
  const bin = join(repository.root, 'bin')
  mkdirSync(bin)
  writeFileSync(join(bin, 'ssh'), `#!/bin/sh\necho "$@" >>'${repository.root}/ssh.log'\n${script}\n`)
  chmodSync(join(bin, 'ssh'), 0o700)
  return { ...process.env, PATH: `${bin}:${process.env.PATH}`, GIT_SSH_COMMAND: undefined }
}

test('ssh, with a URL and scp-like, asks nothing', async () => {
  using repository = new ScratchRepository()
  const head = repository.commit('head')
  const environment = fakeSsh(repository, 'for last; do :; done; exec sh -c "$last"')
  const host = new GitSourceHost({ folder: repository.mirrors, environment })
  for (const url of [`git@host:${repository.path}`, `ssh://git@host:2222${repository.path}`]) {
    assert.equal((await host.branches(url)).heads.get('main'), head)
    assert.equal((await host.commit(url, head)).title, 'head')
  }
  for (const line of readFileSync(join(repository.root, 'ssh.log'), 'utf8').trim().split('\n')) {
    assert.match(line, /-o BatchMode=yes -o ConnectTimeout=10 .*git@host /)
  }
})

test('ssh: a key that is not accepted', async () => {
  using repository = new ScratchRepository()
  const environment = fakeSsh(repository, 'echo "git@host: Permission denied (publickey)." >&2; exit 255')
  const host = new GitSourceHost({ folder: repository.mirrors, environment })
  await assert.rejects(host.branches('git@host:x'), code('repository_wants_password', /ssh key/))
})

function stateOf(pid: number): string {
  const stat = `/proc/${pid}/stat`
  return existsSync(stat) ? (readFileSync(stat, 'utf8').split(' ')[2] ?? 'X') : 'X'
}

test('ssh: the time-out ends its process, too, however stubborn', async () => {
  using repository = new ScratchRepository()
  const environment = fakeSsh(
    repository,
    `trap '' TERM\necho $$ >'${repository.root}/pid'\nwhile :; do sleep 600; done`,
  )
  const host = new GitSourceHost({ folder: repository.mirrors, timeoutMs: 3_000, environment })
  await assert.rejects(host.branches('git@host:x'), code('repository_unreachable', /within/))
  const pid = Number(readFileSync(join(repository.root, 'pid'), 'utf8'))
  // Its pipes are closed a moment before it is gone; a container without an init process keeps it as a zombie.
  while (!/[XZ]/.test(stateOf(pid))) await setImmediate()
})

test('a URL that git would run as a command is not run, not even by a detour', async () => {
  using repository = new ScratchRepository()
  const proof = join(repository.root, 'proof')
  const config = join(repository.root, 'config')
  writeFileSync(config, `[url "ext::touch ${proof} "]\ninsteadOf = https://innocent/\n`)
  const environment = { ...process.env, GIT_CONFIG_GLOBAL: config }
  const host = new GitSourceHost({ folder: repository.mirrors, environment })
  for (const url of [`ext::touch ${proof}`, `--upload-pack=touch ${proof}`, 'https://innocent/x']) {
    await assert.rejects(host.branches(url), code('invalid_repository'))
    await assert.rejects(host.commit(url, 'a'.repeat(40)), code('invalid_repository'))
  }
  assert.ok(!existsSync(proof))
})
