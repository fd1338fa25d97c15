import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { getPriority } from 'node:os'
import { test } from 'node:test'
import { yieldProcessor, yieldSession } from './yield-processor.ts'

test('a process of a session of its own yields to others, as one and as a session', async () => {
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' })
  try {
    await once(child, 'spawn')
    yieldProcessor(child.pid, 7)
    assert.equal(getPriority(child.pid), 7)
    const share = `/proc/${child.pid}/autogroup`
    if (existsSync(share)) assert.match(readFileSync(share, 'utf8'), / nice 7\n$/)
  } finally {
    child.kill('SIGKILL')
  }
})

test('a process that has ended already is no problem', async () => {
  const child = spawn('true', { detached: true, stdio: 'ignore' })
  await once(child, 'exit')
  yieldProcessor(child.pid, 7)
  yieldProcessor(undefined, 7)
})

test('a session yields more for a while, and gets back what it had', async () => {
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' })
  try {
    await once(child, 'spawn')
    const share = `/proc/${child.pid}/autogroup`
    if (!existsSync(share) || child.pid === undefined) return
    for (const niceness of [19, 1]) {
      await yieldSession(child.pid, niceness)
      assert.ok(readFileSync(share, 'utf8').endsWith(` nice ${niceness}\n`))
    }
  } finally {
    child.kill('SIGKILL')
  }
})
