import assert from 'node:assert/strict'
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { ensurePythonTool } from '../../src/emulator/install.ts'
import { EmulatorError, ensureMinistack } from '../../src/emulator/ministack.ts'
import { findPython } from '../../src/emulator/python.ts'
import { processesIn } from '../support/pipeline/processes-in.ts'
import { until } from '../support/pipeline/until.ts'

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
  // As the emulator is installed, and a hundredth of it.
  const tool = { name: 'six', version: '1.17.0', pinned: [], what: 'A tool' }
  const halfMade = join(folder, 'six-1.17.0', 'bin')
  await mkdir(halfMade, { recursive: true })
  await writeFile(join(halfMade, 'python'), '#!/bin/sh\nexit 1\n')
  await chmod(join(halfMade, 'python'), 0o755)
  const install = () => ensurePythonTool(tool, { cacheDir: folder })
  const both = await Promise.all([install(), install()])
  assert.equal(both[0], both[1])
  assert.deepEqual(await readdir(folder), ['six-1.17.0'])
})

test('one that is given up leaves nothing of itself, and no process', async () => {
  const cacheDir = join(folder, 'given-up')
  await mkdir(cacheDir)
  const stop = new AbortController()
  const failing = assert.rejects(ensureMinistack({ cacheDir, signal: stop.signal }), /had enough/)
  await until('the Python of its environment to work', () => processesIn(cacheDir).length > 0)
  stop.abort(new Error('had enough'))
  await failing
  await until('its processes to be gone', () => processesIn(cacheDir).length === 0)
  assert.deepEqual(await readdir(cacheDir), [])
})

test('without a usable Python it says what to install', async () => {
  await assert.rejects(findPython(['/nowhere/python3', 'false']), (error: unknown) => {
    assert.ok(error instanceof EmulatorError)
    assert.equal(error.code, 'python_missing')
    assert.match(error.hint, /python3-venv/)
    return true
  })
})
