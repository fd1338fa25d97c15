import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cdkJson, look, packageJson } from './testing.ts'

const app = {
  'shop/cdk.json': cdkJson(),
  'shop/package.json': packageJson(),
  'shop/package-lock.json': '{}',
}
const warned = async (files: Record<string, string>) => (await look({ ...app, ...files })).apps[0]?.warning ?? null
const modules = (path: string) => `[submodule "lib"]\n\tpath = ${path}\n\turl = ../lib.git\n`

test('submodules and files of Git LFS in an app are told of before it is deployed', async () => {
  assert.match((await warned({ '.gitmodules': modules('shop/lib') })) ?? '', /\(shop\/lib\): a deployment is refused/)
  assert.match((await warned({ 'shop/.gitattributes': '*.zip filter=lfs -text\n' })) ?? '', /Git LFS is not fetched/)
})

test('those beside it, and those that trellis.yml allows, are not', async () => {
  assert.equal(await warned({ '.gitmodules': modules('docs/lib'), 'shop/.gitattributes': '# x filter=lfs\n' }), null)
  const allow = { 'shop/trellis.yml': 'allow: [empty_submodules, lfs_pointers]\n' }
  const both = { '.gitmodules': modules('shop/lib'), 'shop/.gitattributes': '*.zip filter=lfs\n' }
  assert.equal(await warned({ ...both, ...allow }), null)
})
