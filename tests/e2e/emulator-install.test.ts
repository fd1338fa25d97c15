import assert from 'node:assert/strict'
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { EmulatorError, ensureMinistack } from '../../src/emulator/ministack.ts'
import { findPython } from '../../src/emulator/python.ts'

let folder: string

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trellis-test-emulator-'))
})
after(() => rm(folder, { recursive: true, force: true }))

test('a second call finds what the first one made', async () => {
  const first = await ensureMinistack()
  const { mtimeMs } = await stat(first.bin)
  assert.deepEqual(await ensureMinistack(), first)
  assert.equal((await stat(first.bin)).mtimeMs, mtimeMs)
})

test('a half-made environment is made again, even by two at once', async () => {
  const { version } = await ensureMinistack()
  const halfMade = join(folder, `ministack-${version}`, 'bin')
  await mkdir(halfMade, { recursive: true })
  await writeFile(join(halfMade, 'python'), '#!/bin/sh\nexit 1\n')
  await chmod(join(halfMade, 'python'), 0o755)
  const both = await Promise.all([ensureMinistack({ cacheDir: folder }), ensureMinistack({ cacheDir: folder })])
  assert.deepEqual(both[0], both[1])
  assert.deepEqual(await readdir(folder), [`ministack-${version}`])
})

test('without a usable Python it says what to install', async () => {
  await assert.rejects(findPython(['/nowhere/python3', 'false']), (error: unknown) => {
    assert.ok(error instanceof EmulatorError)
    assert.equal(error.code, 'python_missing')
    assert.match(error.hint, /python3-venv/)
    return true
  })
})
