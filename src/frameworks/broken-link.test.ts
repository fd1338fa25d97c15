import assert from 'node:assert/strict'
import { test } from 'node:test'
import { detect } from './detect.ts'
import { planFor } from './plan.ts'
import type { Reader } from './reader.ts'
import { cdkJson, look, packageJson, service, treeOf, wants } from './testing.ts'

/** Listed, as the links that no reader follows are. */
const withBroken = (files: Record<string, string>, ...links: string[]): Reader => {
  const tree = treeOf({ ...files, ...Object.fromEntries(links.map(link => [link, ''])) })
  const read = async (path: string) => (links.includes(path) ? undefined : await tree.read(path))
  return { ...tree, read }
}
const osls = { 'package.json': wants({ osls: '4.3.1' }), 'package-lock.json': '{}' }

test('a configuration that is a link which cannot be followed is said to be that, and is no silence', async () => {
  for (const [name, framework] of [
    ['cdk.json', 'cdk'],
    ['serverless.yml', 'serverless'],
    ['serverless.ts', 'serverless'],
    ['template.yaml', 'sam'],
    ['sst.config.ts', 'sst3'],
    ['trellis.yml', 'custom'],
  ] as const) {
    const { apps } = await detect(withBroken(osls, name))
    assert.deepEqual([apps[0]?.framework, apps[0]?.supported], [framework, false], name)
    assert.match(apps[0]?.reasons[0] ?? '', /is a symbolic link that leaves the repository, or one to nothing/)
    const planned = await planFor(withBroken(osls, name), '.')
    assert.match('failure' in planned ? planned.failure.message : '', new RegExp(`${name} is a symbolic link`))
  }
})

test('where the settings of trellis.yml cannot be read nothing is deployed by guess', async () => {
  const planned = await planFor(withBroken({ ...osls, 'serverless.yml': service() }, 'trellis.yml'), '.')
  assert.equal('failure' in planned && planned.failure.code, 'trellis_yml_invalid')
})

test('a link that Windows committed as a file with its target is told from a configuration', async () => {
  const files = { ...osls, 'shared/base.yml': service() }
  const { apps } = await look({ ...files, 'serverless.yml': './shared/base.yml' })
  assert.match(apps[0]?.reasons[0] ?? '', /holds nothing but the path \.\/shared\/base\.yml/)
  const inside = await look({
    ...files,
    'api/package.json': wants({ osls: '4' }),
    'api/serverless.yml': '../shared/base.yml\n',
  })
  assert.deepEqual(inside.found, ['api serverless no'])
})

test('a link that nothing needs keeps no app from its deployment', async () => {
  const cdk = { 'cdk.json': cdkJson(), 'package.json': packageJson(), 'package-lock.json': '{}' }
  const broken = (...links: string[]) => detect(withBroken(cdk, ...links))
  assert.equal((await broken('template.yaml')).apps[0]?.supported, true)
  assert.equal((await broken('docs.md')).apps[0]?.supported, true)
  const own = { ...cdk, 'trellis.yml': 'deploy: make\nremove: make remove\n' }
  assert.equal((await detect(withBroken(own, 'serverless.yml'))).apps[0]?.supported, true)
})
