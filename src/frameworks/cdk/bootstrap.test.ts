import assert from 'node:assert/strict'
import { test } from 'node:test'
import { treeOf } from '../testing.ts'
import { needsBootstrap, surelyNeedsBootstrap } from './bootstrap.ts'
import type { Json } from './json.ts'
import { assemblyOf } from './testing/assembly.ts'

const packageJson = (dependencies: Record<string, string>) => JSON.stringify({ dependencies })
const usual = packageJson({ 'aws-cdk-lib': '2.1.0', constructs: '10', '@types/node': '24' })

test('an app is known to need the bootstrap where nothing of it speaks of a synthesizer', async () => {
  const needs = (files: Record<string, string>) => surelyNeedsBootstrap(treeOf(files), 'app')
  const app = { 'app/package.json': usual, 'app/cdk.json': '{"app":"node bin/app.js"}', 'app/bin/app.js': 'new App()' }
  assert.equal(await needs(app), true)
  assert.equal(await needs({ ...app, 'app/node_modules/aws-cdk-lib/x.js': 'LegacyStackSynthesizer' }), true)
  const unknown: Record<string, string>[] = [
    { 'app/lib/shop.ts': 'new Stack(app, "x", { synthesizer: new BootstraplessSynthesizer() })' },
    { 'app/bin/app.js': 'new App({ defaultStackSynthesizer: ours })' },
    { 'app/cdk.json': '{"app":"x","context":{"@aws-cdk/core:newStyleStackSynthesis":false}}' },
    { 'app/package.json': packageJson({ 'aws-cdk-lib': '2', '@acme/constructs': '1' }) },
    { 'app/package.json': packageJson({ '@aws-cdk/core': '1' }) },
    { 'app/package.json': 'no JSON' },
  ]
  for (const change of unknown) assert.equal(await needs({ ...app, ...change }), false, JSON.stringify(change))
})

test('an assembly needs it when its synthesizer says so, or when it has something to publish', async () => {
  const manifest = (artifact: Record<string, Json>, more: Record<string, Json> = {}) =>
    assemblyOf([], {
      'Shop.template.json': { Resources: {} },
      'manifest.json': { artifacts: { Shop: { type: 'aws:cloudformation:stack', ...artifact } } },
      ...more,
    })
  const properties = { templateFile: 'Shop.template.json' }
  assert.equal(needsBootstrap(await manifest({ properties })), false)
  assert.equal(
    needsBootstrap(await manifest({ properties: { ...properties, requiresBootstrapStackVersion: 6 } })),
    true,
  )
  const metadata = { '/Shop': [{ type: 'aws:cdk:asset', data: { path: 'asset.1' } }] }
  assert.equal(needsBootstrap(await manifest({ properties, metadata })), true)
  assert.equal(needsBootstrap(await assemblyOf([{ name: 'Shop', template: {} }])), true)
})
