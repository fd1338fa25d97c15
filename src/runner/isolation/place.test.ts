import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { makePlace, placeIn } from './place.ts'

const folder = mkdtempSync(join(tmpdir(), 'trellis-place-'))
after(() => rmSync(folder, { recursive: true }))
const root = join(folder, 'tree')
const outside = join(folder, 'outside')
for (const path of [join(root, 'packages/a'), outside]) mkdirSync(path, { recursive: true })
writeFileSync(join(root, 'file'), '')
symlinkSync(outside, join(root, 'node_modules'))
symlinkSync(outside, join(root, 'packages/b'))
symlinkSync('packages/a', join(root, 'inside'))
symlinkSync(join(folder, 'nowhere'), join(root, 'dangling'))

test('a place is reached through real folders only', () => {
  assert.equal(placeIn(root, 'packages/a'), 'folder')
  assert.equal(placeIn(root, './file'), 'file')
  assert.equal(placeIn(root, 'packages/a/node_modules'), 'nothing')
  for (const path of [
    'node_modules',
    'packages/b/node_modules',
    'inside',
    'dangling/x',
    'file/x',
    '../outside',
    '/tmp',
  ])
    assert.equal(placeIn(root, path), 'refused', path)
})

test('nothing is made behind a link', () => {
  assert.equal(makePlace(root, 'packages/a/deep/node_modules'), true)
  for (const path of ['node_modules/x', 'packages/b/x', 'dangling/x']) assert.equal(makePlace(root, path), false)
  assert.ok(!existsSync(join(outside, 'x')) && !existsSync(join(folder, 'nowhere')))
})
