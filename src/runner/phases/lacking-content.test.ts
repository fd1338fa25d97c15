import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lackingContent } from './lacking-content.ts'

const nothing = { pointers: [], submodules: [], links: [] }
const app = { folder: 'apps/shop', watch: ['libs/money/**'], allow: [] }

test('an app with files of Git LFS is refused by their names, and one beside them is warned', () => {
  const refused = lackingContent({ ...nothing, pointers: ['apps/shop/layer.zip', 'film.mov'] }, 'apps/shop', app)
  assert.ok('code' in refused)
  assert.equal(refused.code, 'lfs_not_supported')
  assert.match(refused.message, /a file of the app.*: apps\/shop\/layer\.zip\. /)
  assert.match(refused.hint, /git lfs migrate export.*allow: \[lfs_pointers\]/)
  const beside = lackingContent({ ...nothing, pointers: ['film.mov', 'apps/shopping/a'] }, 'apps/shop', app)
  assert.match('warnings' in beside ? beside.warnings.join() : '', /only the pointers.*film\.mov, apps\/shopping\/a/)
})

test('an app with submodules in its folder or in what it watches is refused, and one beside them is warned', () => {
  for (const path of ['apps/shop/vendor', 'apps/shop', 'libs/money', 'libs/money/eu']) {
    const refused = lackingContent({ ...nothing, submodules: [path, 'docs/theme'] }, 'apps/shop', app)
    assert.ok('code' in refused, path)
    assert.equal(refused.code, 'submodules_not_supported')
    assert.match(refused.message, new RegExp(`has one: ${path}\\. `))
  }
  const beside = lackingContent({ ...nothing, submodules: ['docs/theme'] }, 'apps/shop', app)
  assert.match('warnings' in beside ? beside.warnings.join() : '', /empty: docs\/theme/)
  assert.ok('code' in lackingContent({ ...nothing, submodules: ['docs/theme'] }, '.', { ...app, folder: 'apps/shop' }))
})

test('trellis.yml can say that neither does harm; a repository without either is told nothing', () => {
  const lacking = { pointers: ['apps/shop/a.psd'], submodules: ['apps/shop/vendor'], links: [] }
  const allowed = lackingContent(lacking, 'apps/shop', { ...app, allow: ['lfs_pointers', 'empty_submodules'] })
  assert.equal('warnings' in allowed && allowed.warnings.length, 2)
  assert.deepEqual(lackingContent(nothing, '.', app), { warnings: [] })
})

test('links of the app that lead out of the repository, or to nothing, are told with where they lead', () => {
  const links = [
    { path: 'apps/shop/config', target: '/etc' },
    { path: 'docs/old', target: 'gone.md' },
  ]
  const told = lackingContent({ ...nothing, links }, 'apps/shop', app)
  assert.deepEqual('warnings' in told && told.warnings, [
    '! Symbolic links of the app lead out of the repository, or to nothing that was committed: apps/shop/config → /etc.',
  ])
})
