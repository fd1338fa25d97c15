import assert from 'node:assert/strict'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { removeShortPath, shortPath } from './short-path.ts'

const root = mkdtempSync(join(tmpdir(), 'trellis-short-'))
const long = join(root, 'a-home-of-a-name-that-is-much-too-long-for-any-socket', 'tmp')
mkdirSync(long, { recursive: true })
after(() => rmSync(root, { recursive: true }))

test('a short folder keeps its path, a long one gets a link that leaves room, and nothing stays of it', () => {
  assert.equal(shortPath('/srv/trellis/tmp'), '/srv/trellis/tmp')
  const path = shortPath(long)
  assert.ok(path.length < 40 && readlinkSync(path) === long, path)
  // What a process that was killed has left is taken up.
  assert.equal(shortPath(long), path)
  writeFileSync(join(path, 'file'), '')
  assert.ok(existsSync(join(long, 'file')))
  removeShortPath(long)
  removeShortPath(long)
  assert.equal(lstatSync(path, { throwIfNoEntry: false }), undefined)
  assert.ok(existsSync(join(long, 'file')))
})

test("what stands there of somebody else's is neither used nor removed", () => {
  const path = shortPath(long)
  removeShortPath(long)
  for (const stand of [() => symlinkSync(dirname(long), path), () => mkdirSync(path), () => writeFileSync(path, '')]) {
    stand()
    assert.equal(shortPath(long), long)
    removeShortPath(long)
    assert.ok(existsSync(path))
    rmSync(path, { recursive: true })
  }
})
