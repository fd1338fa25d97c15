import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cdkJson, look, packageJson } from './testing.ts'

const app = {
  'shop/cdk.json': cdkJson(),
  'shop/package.json': packageJson(),
  'shop/package-lock.json': '{}',
  'shop/layers/a.zip': '',
  'shop/logo.png': '',
}
const warned = async (files: Record<string, string>) => (await look({ ...app, ...files })).apps[0]?.warning ?? null
const modules = (path: string) => `[submodule "lib"]\n\tpath = ${path}\n\turl = ../lib.git\n`

test('submodules in an app are told of before it is deployed', async () => {
  assert.match((await warned({ '.gitmodules': modules('shop/lib') })) ?? '', /\(shop\/lib\): a deployment is refused/)
})

test('files of Git LFS in an app are told of, be they named at the root or in the app', async () => {
  for (const attributes of [
    { '.gitattributes': '*.zip filter=lfs -text\n' },
    { '.gitattributes': '*.png filter=lfs\n*.png !filter\nshop/**/*.zip filter=lfs diff=lfs\n' },
    { 'shop/.gitattributes': '*.zip filter=lfs -text\n' },
    { 'shop/.gitattributes': '/layers/*.zip\tfilter=lfs\n' },
    { '.gitattributes': '*.mov filter=lfs\n', 'shop/layers/.gitattributes': '"a.zip" filter=lfs\n' },
  ])
    assert.match(
      (await warned(attributes)) ?? '',
      /Git LFS is not fetched.* \(shop\/layers\/a\.zip\): a deployment is refused/,
      JSON.stringify(attributes),
    )
})

test('what .gitattributes gives to Git LFS and the app does not have is no warning', async () => {
  for (const text of [
    '*.mov filter=lfs\n',
    'docs/*.zip filter=lfs\n',
    '/*.zip filter=lfs\n',
    '# *.zip filter=lfs\n',
    '[attr]zip filter=lfs\n',
    '*.zip -text\n',
    '*.zip filter=lfs\nshop/layers/** -filter\n',
    '*.zip filter=crypt\n',
  ])
    assert.equal(await warned({ '.gitattributes': text, 'docs/b.zip': '' }), null, text)
  assert.equal(
    await warned({ '.gitattributes': '*.zip filter=lfs\n', 'shop/layers/.gitattributes': '* -filter\n' }),
    null,
  )
})

test('those beside it, and those that trellis.yml allows, are not', async () => {
  assert.equal(await warned({ '.gitmodules': modules('docs/lib') }), null)
  const allow = { 'shop/trellis.yml': 'allow: [empty_submodules, lfs_pointers]\n' }
  const both = { '.gitmodules': modules('shop/lib'), 'shop/.gitattributes': '*.zip filter=lfs\n' }
  assert.equal(await warned({ ...both, ...allow }), null)
})
