import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { workingTreeAround } from './working-tree.ts'

let place: string
before(() => {
  place = realpathSync(mkdtempSync(join(tmpdir(), 'tree-')))
  mkdirSync(join(place, 'shop', '.git'), { recursive: true })
  mkdirSync(join(place, 'shop', 'services', 'a'), { recursive: true })
  mkdirSync(join(place, 'shop', 'sub'))
  writeFileSync(join(place, 'shop', 'sub', '.git'), 'gitdir: ../.git/modules/sub\n')
  mkdirSync(join(place, 'loose', 'a'), { recursive: true })
  symlinkSync(join(place, 'shop', 'services'), join(place, 'link'))
})
after(() => rmSync(place, { recursive: true, force: true }))

test('a folder is looked at as a part of the repository around it, also by way of a link', async () => {
  const shop = join(place, 'shop')
  assert.deepEqual(await workingTreeAround(shop), { root: shop, path: '.' })
  assert.deepEqual(await workingTreeAround(join(shop, 'services', 'a')), { root: shop, path: 'services/a' })
  assert.deepEqual(await workingTreeAround(join(place, 'link', 'a')), { root: shop, path: 'services/a' })
})

test('a submodule is a repository of its own, and so is a folder that lies in none', async () => {
  const sub = join(place, 'shop', 'sub')
  assert.deepEqual(await workingTreeAround(sub), { root: sub, path: '.' })
  const loose = join(place, 'loose', 'a')
  assert.deepEqual(await workingTreeAround(loose), { root: loose, path: '.' })
})
