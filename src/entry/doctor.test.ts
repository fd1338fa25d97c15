import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
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
