import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, type TestContext, test } from 'node:test'
import { ensureMinistack } from '../../src/emulator/ministack.ts'
import { processesIn } from '../support/pipeline/processes-in.ts'
import { cleanEnvironment, trellis } from '../support/pipeline/server-process.ts'
import { until } from '../support/pipeline/until.ts'

// Installing it is another story, and a long one.
before(() => ensureMinistack())

/** @param close what becomes of its terminal once its emulator starts. @returns its exit code */
async function interrupt(t: TestContext, close: (demo: ChildProcess) => void): Promise<number | null> {
  const folder = mkdtempSync(join(tmpdir(), 'trellis-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const started = () => readdirSync(folder).some(name => name.startsWith('trellis-emulator-'))
  const env = { ...cleanEnvironment(), TMPDIR: folder, NODE_DISABLE_COMPILE_CACHE: '1' }
  const demo = spawn(process.execPath, [trellis, 'demo', '--keep'], { env, stdio: 'pipe', detached: true })
  const ended = once(demo, 'exit')
  await until('the emulator to be started', started)
  close(demo)
  const [code] = await ended
  await until('its processes to be gone', () => processesIn(folder).length === 0)
  assert.deepEqual(readdirSync(folder), [], 'its folders are removed')
  return code
}

test('a demo whose terminal is closed leaves nothing behind', async t => {
  const code = await interrupt(t, demo => {
    demo.stdout?.destroy()
    demo.stderr?.destroy()
    demo.kill('SIGHUP')
  })
  assert.equal(code, 130)
})

test('Ctrl-C that arrives twice, as it does through npm, does not cut the clearing away off', async t => {
  await interrupt(t, demo => {
    for (let n = 0; n < 2; n++) process.kill(-(demo.pid ?? 0), 'SIGINT')
    // Another one while it clears away.
    demo.stderr?.once('data', () => process.kill(-(demo.pid ?? 0), 'SIGINT'))
  })
})
