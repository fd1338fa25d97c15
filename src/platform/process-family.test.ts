import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { endFamily, type Family, familyMembers, familyRoot } from './process-family.ts'
import { hasInEnvironment } from './process-table.ts'

const started: Family[] = []
// A failed assertion must not leave anything running.
after(() => Promise.all(started.map(family => endFamily(family, 0))))
const start = (script: string, cookie: string): Family => {
  const child = spawn('sh', ['-c', script], {
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, COOKIE: cookie },
  })
  child.unref()
  const family = { root: familyRoot(child.pid), cookie: `COOKIE=${cookie}` }
  started.push(family)
  return family
}
/** Asked only once when it holds: processes come and go. */
const until = async (holds: () => boolean): Promise<void> => {
  const patience = Date.now() + 30_000
  while (!holds()) {
    assert.ok(Date.now() < patience, 'it never held')
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

/** Once the root has ended, and one is left. */
const onlyDaemon = async (family: Family): Promise<number[]> => {
  let members: number[] = []
  await until(() => {
    members = familyMembers(family)
    return members.length === 1 && members[0] !== family.root?.pid
  })
  return members
}

test('ends children, those who left the session, and those whose parent has gone', async () => {
  const family = start('sleep 60 & setsid sleep 61 & (setsid sh -c "sleep 62; true" &) ; wait', 'family-1')
  await until(() => familyMembers(family).length >= 5)
  await endFamily(family, 1_000)
  assert.deepEqual(familyMembers(family), [])
})

test('finds the daemons of a root that has died', async () => {
  const family = start('(setsid sleep 60 &); exit 0', 'family-2')
  await onlyDaemon(family)
  await endFamily(family, 0)
  assert.deepEqual(familyMembers(family), [])
})

test('a daemon that replaces itself by another program all the time is never out of sight', async () => {
  const again = 'exec sh -c "$AGAIN"'
  const family = start(`(AGAIN='${again}' setsid sh -c '${again}' &); exit 0`, 'family-7')
  const [daemon = 0] = await onlyDaemon(family)
  for (let look = 0; look < 1_000; look++) assert.ok(hasInEnvironment(daemon, 'COOKIE=family-7'), `look ${look}`)
  await endFamily(family, 0)
  assert.deepEqual(familyMembers(family), [])
})

test('what ignores SIGTERM is killed after the grace', async () => {
  const family = start('trap "" TERM; while :; do sleep 0.1; done', 'family-3')
  await until(() => familyMembers(family).length >= 1)
  await new Promise(resolve => setTimeout(resolve, 200))
  const before = performance.now()
  await endFamily(family, 300)
  assert.ok(performance.now() - before >= 290)
  assert.deepEqual(familyMembers(family), [])
})

test('a fork bomb does not outrun it', async () => {
  const bomb =
    'n=0; while [ $n -lt 400 ]; do (setsid sh -c "sleep 0.02; while :; do setsid sleep 0.05; done" &) ; n=$((n+1)); sleep 0.005; done'
  const family = start(bomb, 'family-4')
  await until(() => familyMembers(family).length > 30)
  await endFamily(family, 0)
  assert.deepEqual(familyMembers(family), [])
})

test('a process whose main thread has ended lives on in the others, and is found and ended', async () => {
  // The system's own call: Python's main thread would wait for the others.
  const program =
    'import ctypes, platform, threading, time; threading.Thread(target=time.sleep, args=(1000,)).start(); ctypes.CDLL(None).syscall(93 if platform.machine() == "aarch64" else 60, 0)'
  const isHeadless = (pid: number) => {
    try {
      return /^\d+ \(.*\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))
    } catch {
      // Where python3 is a script that starts another, its helpers come and go.
      return false
    }
  }
  const alone = start(`exec python3 -c '${program}'`, 'family-5')
  await until(() => familyMembers(alone).some(isHeadless))
  await endFamily(alone, 0)
  assert.deepEqual(familyMembers(alone), [])
  // Out of the session, it is known by its environment alone.
  const daemon = start(`(setsid python3 -c '${program}' &); exit 0`, 'family-6')
  await until(() => familyMembers(daemon).length === 1 && familyMembers(daemon).every(isHeadless))
  await endFamily(daemon, 0)
  assert.deepEqual(familyMembers(daemon), [])
})

test('leaves the one who asks alone, even when it carries the cookie', async () => {
  const family: Family = { root: familyRoot(process.pid), cookie: null }
  assert.ok(!familyMembers(family).includes(process.pid))
})
