import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AssemblyFiles } from './assembly.ts'
import { checkAssets } from './assets.ts'
import { assemblyOf } from './testing/assembly.ts'

const withAsset = (asset: Record<string, unknown>, kind = 'files'): Promise<AssemblyFiles> =>
  assemblyOf([], {
    'manifest.json': {
      artifacts: { 'X.assets': { type: 'cdk:asset-manifest', properties: { file: 'X.assets.json' } } },
    },
    'X.assets.json': { [kind]: { abc: asset } } as never,
  })

test('assets must lie inside the assembly, and commands are for the sandbox', async () => {
  assert.deepEqual(checkAssets(await withAsset({ source: { path: 'asset.1/../asset.2' } })), [])
  for (const path of ['/etc/passwd', '../secret', 'asset.1/../../secret']) {
    const files = await withAsset({ source: { path } })
    assert.throws(() => checkAssets(files), /outside of the cloud assembly/, path)
  }
  assert.deepEqual(checkAssets(await withAsset({ source: { executable: ['sh', '-c', 'x'] } })), ['abc'])
  const image = { source: { directory: 'asset.2', dockerBuildSecrets: { key: 'src=/home/mia/.ssh/id' } } }
  assert.deepEqual(checkAssets(await withAsset(image, 'dockerImages')), ['abc'])
})

test('an assembly may not name files outside of itself', async () => {
  const stack = { type: 'aws:cloudformation:stack', properties: { templateFile: '../../secret.json' } }
  await assert.rejects(assemblyOf([], { 'manifest.json': { artifacts: { S: stack } } }), /outside of itself/)
})
