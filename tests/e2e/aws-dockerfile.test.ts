import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { create } from 'tar'
import { openEngine } from '../../src/platform/containers/engine.ts'
import { image, startEngine } from '../support/containers/engine.ts'

interface Described {
  Config: { User?: string; Entrypoint?: string[] | null }
}

/** Builds an image as `docker build` does, by the engine's own API. @returns what the build said */
async function build(t: TestContext, socketPath: string, name: string, files: Record<string, string>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'trellis-context-'))
  t.after(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'context'))
  for (const [path, content] of Object.entries(files)) {
    writeFileSync(join(folder, 'context', path), content, { mode: 0o755 })
  }
  const file = join(folder, 'context.tar')
  await create({ file, cwd: join(folder, 'context') }, ['.'])
  // The network of this machine: none is made for what asks for nothing.
  const query = new URLSearchParams({ t: name, pull: 'false', nocache: 'true', networkmode: 'host' })
  const asked = request({
    ...{ socketPath, path: `/build?${query}`, method: 'POST' },
    headers: { 'content-type': 'application/x-tar' },
  })
  const answered = new Promise<string>((resolve, reject) => {
    asked.on('response', answer => text(answer).then(resolve, reject)).on('error', reject)
  })
  asked.end(readFileSync(file))
  const said = await answered
  assert.doesNotMatch(said, /"error(Detail)?":/)
  return said
}

/** Notes what it is asked for, in the place of the real one: no mirror of Debian need be reachable. */
const aptGet = `#!/bin/sh
mkdir -p /var/lib/apt/lists
[ "$1" = update ] && echo list >/var/lib/apt/lists/some
echo "$*" >>/apt-asked
`

test('the Dockerfile for an image of one’s own builds, to one that starts as root with what builds need', async t => {
  const engine = await startEngine()
  t.after(() => engine.close())
  const dockerfile = readFileSync('container/Dockerfile', 'utf8')
  const base = /^FROM (\S+)$/m.exec(dockerfile)?.[1] ?? assert.fail('it names no base')
  assert.match(base, /^node:24-/)
  const stub = { Dockerfile: `FROM ${image}\nCOPY apt-get /usr/bin/apt-get\n`, 'apt-get': aptGet }
  await build(t, engine.socket, `docker.io/library/${base}`, stub)
  // What it did is shown by a last line of our own.
  const shown = `${dockerfile}\nRUN echo "asked: $(cat /apt-asked | tr '\\n' ';')" && echo "left: $(ls /var/lib/apt/lists)." && git --version && node --version\n`
  const said = await build(t, engine.socket, 'localhost/trellis-build:latest', { Dockerfile: shown })
  const [, asked = ''] = /asked: (?!\$)([^"\\]*)/.exec(said) ?? assert.fail(said)
  const [update, install = ''] = asked.split(';')
  assert.equal(update, 'update')
  for (const name of ['git', 'ca-certificates', 'openssh-client', 'python3', 'make', 'zip']) {
    assert.ok(install.split(' ').includes(name), `${name} is not installed: ${install}`)
  }
  assert.match(said, /left: \./, 'lists of packages are no part of an image')
  const described = await openEngine(engine.socket).call<Described>(
    'GET',
    '/images/localhost%2Ftrellis-build:latest/json',
  )
  assert.equal(described.Config.User ?? '', '', 'steps are made another user by root alone')
  assert.deepEqual(described.Config.Entrypoint ?? [], [], 'the command of a task is run as it is')
})
