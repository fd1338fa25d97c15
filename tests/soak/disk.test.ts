import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { smallDisk } from '../support/mount.ts'
import { again, rounds, seed } from './asked.ts'

const story = fileURLToPath(new URL('disk/story.ts', import.meta.url))
const megabytes = 96

test(`the disk is full at every write, seed ${seed}`, async t => {
  const folder = mkdtempSync(join(tmpdir(), 'trellis-soak-disk-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const [file = '', ...args] = [...smallDisk(folder, megabytes), process.execPath, story, folder]
  const env = { ...process.env, TRELLIS_SOAK_ROUNDS: String(rounds), TRELLIS_SOAK_SEED: String(seed) }
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], env })
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  assert.equal(child.exitCode, 0, `again: npm run soak -- ${again}\n${out}${err}`)
})
