import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { makeSpares, takeSpare } from './spare.ts'

const cache = mkdtempSync(join(tmpdir(), 'trellis-spare-'))
after(() => rmSync(cache, { recursive: true }))
const entry = { path: join(cache, 'deps/key'), folders: ['node_modules'], savedAt: '', bytes: 0 }
const kept = join(entry.path, '0/dep/index.js')
mkdirSync(join(kept, '..'), { recursive: true })
writeFileSync(kept, 'as installed')
const to = (name: string) => join(cache, 'builds', name)
mkdirSync(join(cache, 'builds'))

test('a build takes the copy that waits for it, and what it does to that reaches nobody else', async () => {
  assert.equal(await takeSpare(entry, 0, to('first')), false)
  await makeSpares(entry)
  assert.equal(await takeSpare(entry, 0, to('second')), true)
  writeFileSync(join(to('second'), 'dep/index.js'), 'changed by a build')
  await makeSpares(entry)
  assert.equal(await takeSpare(entry, 0, to('third')), true)
  for (const file of [kept, join(to('third'), 'dep/index.js')]) assert.equal(readFileSync(file, 'utf8'), 'as installed')
})

test('of builds at once one takes it, and those that make it at once leave one and nothing half made', async () => {
  await Promise.all([makeSpares(entry), makeSpares(entry)])
  assert.deepEqual(readdirSync(join(cache, 'spares')), ['key-0'])
  const taken = await Promise.all(['a', 'b', 'c'].map(name => takeSpare(entry, 0, to(name))))
  assert.deepEqual(
    taken.filter(one => one),
    [true],
  )
})
