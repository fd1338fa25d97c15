import assert from 'node:assert/strict'
import { chmod, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openHome } from '../adapters/local/home.ts'
import { examine } from './doctor.ts'

let home: string
const path = process.env.PATH
before(async () => {
  home = await mkdtemp(join(tmpdir(), 'trellis-test-doctor-'))
})
after(async () => {
  process.env.PATH = path
  await rm(home, { recursive: true, force: true })
})

const find = async (place = home) => {
  const checks = await examine({ home: place, url: 'http://127.0.0.1:1' })
  return Object.fromEntries(checks.map(check => [check.name, check]))
}

test('what a machine has is found by using it, and a server that is not there is said', async () => {
  const { node, git, home: room, server } = await find(join(home, 'not-made-yet'))
  assert.deepEqual([node?.ok, git?.ok, room?.ok], [true, true, true])
  assert.match(git?.detail ?? '', /^git version/)
  assert.match(room?.detail ?? '', /not-made-yet, [\d.]+ GB free/)
  assert.deepEqual([server?.ok, server?.optional], [false, true])
})

test('what is missing is named with how to get it; only what nothing works without counts as a fault', async () => {
  process.env.PATH = home
  const { git, npm } = await find()
  process.env.PATH = path
  assert.deepEqual([git?.ok, git?.optional], [false, false])
  assert.match(git?.hint ?? '', /apt-get install git/)
  assert.deepEqual([npm?.ok, npm?.optional], [false, true])
})

test('a home that `up` would refuse is refused with its words, and left as it is', async () => {
  const at = (name: string) => join(home, name)
  await writeFile(at('file'), 'mine')
  await symlink(at('nowhere'), at('link'))
  await mkdir(at('open'))
  await writeFile(join(at('open'), 'notes.txt'), 'mine')
  await chmod(at('open'), 0o755)
  const before = await readdir(home)
  const refused: readonly [place: string, why: RegExp][] = [
    [at('file'), /file cannot be used: .*file is no folder/],
    [join(at('file'), 'below'), /below cannot be used: .*file is no folder/],
    [at('link'), /link is a link to nowhere/],
    ['/proc/trellis/home', /home cannot be made in \/proc/],
    [at('open'), /open is open to other users \(mode 755\) and holds files of something else/],
  ]
  for (const [place, why] of refused) {
    assert.throws(() => openHome(place), { code: 'home_unusable', message: why })
    const { home: room } = await find(place)
    assert.deepEqual([room?.ok, room?.optional ?? false], [false, false], place)
    assert.match(room?.detail ?? '', why)
    assert.ok(room?.hint)
  }
  assert.deepEqual(await readdir(home), before)
  assert.equal((await stat(at('open'))).mode & 0o777, 0o755)
})
