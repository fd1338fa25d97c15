import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { test } from 'node:test'
import { cycles } from './architecture/cycles.ts'
import { type Import, importsIn, importsOf } from './architecture/imports.ts'
import { violation } from './architecture/rules.ts'

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> }
const known = new Set(Object.keys(dependencies))
const imports = importsOf('src/**/*.ts')

test('every import of src is one that its folder is allowed', () => {
  assert.ok(imports.length > 50, 'the imports are no longer found')
  const broken = imports.flatMap(one => {
    const why = violation(one, known)
    return why ? [`${one.from} → ${one.to}: ${why}`] : []
  })
  assert.deepEqual(broken, [])
})

test('no file of src imports itself, however far around', () => {
  assert.deepEqual(cycles(imports), [])
})

test('every way to write an import is seen', () => {
  const source = `import type { A } from '../a.ts'
import {
  b,
} from '../b.ts'
export * from './c.ts'
export type { D } from './d.ts'
import './e.ts'
const f = await import('./f.ts')
type G = import('./g.ts').G
import { h } from 'node:h'
import i from '@scope/i/part'
`
  const found = importsIn('src/core/app/x.ts', source).map(({ to }) => to)
  const ours = ['core/a', 'core/b', 'core/app/c', 'core/app/d', 'core/app/e', 'core/app/f', 'core/app/g']
  assert.deepEqual(found.sort(), [...ours.map(path => `src/${path}.ts`), 'node:h', '@scope/i'].sort())
})

test('a forbidden import is caught', () => {
  const forbidden: readonly (readonly [from: string, to: string])[] = [
    ['src/core/app/x.ts', 'src/adapters/local/y.ts'],
    ['src/core/app/x.ts', 'node:fs'],
    ['src/contract/x.ts', 'src/core/errors.ts'],
    ['src/adapters/local/x.ts', 'src/adapters/git/y.ts'],
    ['src/adapters/local/x.ts', 'src/core/app/y.ts'],
    ['src/cli/x.ts', 'src/core/errors.ts'],
    ['src/api/x.ts', 'src/api/y.test.ts'],
    ['src/runner/x.ts', 'fast-check'],
    ['src/unheard-of/x.ts', 'zod'],
  ]
  for (const [from, to] of forbidden) {
    const one: Import = { from, to, isOurs: to.startsWith('src/') }
    assert.ok(violation(one, known), `${from} → ${to}`)
  }
  assert.equal(
    violation({ from: 'src/adapters/local/x.ts', to: 'src/core/ports/y.ts', isOurs: true }, known),
    undefined,
  )
})

test('a circle is caught', () => {
  const one = (from: string, to: string): Import => ({ from, to, isOurs: true })
  assert.deepEqual(cycles([one('a', 'b'), one('b', 'c'), one('c', 'b'), one('a', 'c')]), [['b', 'c', 'b']])
})

test('what remembers has an adapter in every place, and each is held to its contract', () => {
  const names = globSync('src/core/ports/*.ts').map(path => basename(path))
  const remembering = names.filter(name => /-store\.ts$|^(outbox|secret-vault|cache-locations)\.ts$/.test(name))
  assert.ok(remembering.length > 12, 'the ports are no longer found')
  const lacking = ['memory', 'local', 'aws'].flatMap(place => {
    const there = new Set(globSync(`src/adapters/${place}/*.ts`).map(path => basename(path)))
    return remembering.filter(name => !there.has(name)).map(name => `${place}/${name}`)
  })
  assert.deepEqual(lacking, [])
  // Those of LiveUpdates and JobRunner are run where the other tests of them are.
  const inAws = ['aws.test.ts', 'aws/live.ts', 'aws/task-ends.ts']
    .map(path => readFileSync(`tests/e2e/${path}`, 'utf8'))
    .join('\n')
  const suites = globSync('tests/contract/*.ts').map(path => basename(path))
  const shared = suites.filter(
    name => suites.includes(name.replace('.ts', '.test.ts')) || name.startsWith('deployment-'),
  )
  const untried = shared.filter(name => !name.endsWith('.test.ts') && !inAws.includes(`contract/${name}`))
  assert.deepEqual(untried, [])
})
