import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { makeFolder } from './make-folder.ts'

const root = mkdtempSync(join(tmpdir(), 'trellis-folder-'))
after(() => rmSync(root, { recursive: true }))

test('folders are made with those above them, again and again', () => {
  makeFolder(join(root, 'a/b/c'), 0o700)
  makeFolder(join(root, 'a/b/c'), 0o700)
  assert.equal(statSync(join(root, 'a/b')).mode & 0o777, 0o700)
})

test('where no folder can be made it fails, and does not try for ever', () => {
  symlinkSync(join(root, 'nowhere'), join(root, 'link'))
  assert.throws(() => makeFolder(join(root, 'link/below'), 0o700), { code: 'EEXIST' })
  assert.throws(() => makeFolder('/proc/trellis/below', 0o700), { code: 'ENOENT' })
})
