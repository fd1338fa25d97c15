import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trellis-test-machine-'))
})
after(() => rm(folder, { recursive: true, force: true }))

/** Prepares a machine on whose PATH nothing lies but what `path` holds, as the user of this id. */
const prepare = (uid: number, path: string, ...args: string[]) =>
  new Promise<{ code: unknown; said: string }>(resolve => {
    const user = `data:text/javascript,process.getuid=()=>${uid}`
    const options = { env: { PATH: path }, timeout: 60_000 }
    execFile(process.execPath, ['--import', user, 'scripts/prepare-machine.ts', ...args], options, (error, out, err) =>
      resolve({ code: error?.code ?? 0, said: out + err }),
    )
  })

const command = /apt-get update && apt-get install -y --no-install-recommends git .*bubblewrap/

test('who is not root hears what is missing and the command that installs it, and nothing is installed', async () => {
  const { code, said } = await prepare(1000, folder)
  assert.equal(code, 2)
  assert.match(said, /Missing on this machine: git, .*bubblewrap.*\. .*only when run as root/)
  assert.match(said, command)
  assert.doesNotMatch(said, /sudo/)
})

test('the demo asks for what it needs, and not for what only tests do', async () => {
  const { code, said } = await prepare(1000, folder, 'demo')
  assert.equal(code, 2)
  assert.match(said, /git, .*bubblewrap/)
  assert.doesNotMatch(said, /chromium|podman/i)
})

test('root gets what is missing from the packages of Debian, and hears it when they do not do', async () => {
  const calls = join(folder, 'calls')
  const apt = join(folder, 'apt-get')
  await writeFile(apt, `#!/bin/sh\necho "$DEBIAN_FRONTEND $*" >>'${calls}'\n`)
  await chmod(apt, 0o755)
  const { code, said } = await prepare(0, folder)
  assert.equal(code, 2)
  const [update, install] = (await readFile(calls, 'utf8')).split('\n')
  assert.equal(update, 'noninteractive -q update')
  assert.match(install ?? '', /^noninteractive -q install -y --no-install-recommends git .*bubblewrap/)
  assert.match(said, /This system's own packages are too old/)
  assert.match(said, command)
})
