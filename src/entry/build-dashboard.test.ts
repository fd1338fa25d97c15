import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { buildDashboard } from './build-dashboard.ts'

/** Stands for Vite: copies the page with a large script, as it is told to. */
const vite = `
import { readFileSync, writeFileSync, mkdirSync } from 'node:fs'
const out = process.argv[process.argv.indexOf('--outDir') + 1]
const page = readFileSync('web/index.html', 'utf8')
if (page === 'broken') { console.error('web/index.html: it is broken'); process.exit(1) }
if (page === 'slow') await new Promise(resolve => setTimeout(resolve, 60_000))
mkdirSync(out + '/assets', { recursive: true })
writeFileSync(out + '/index.html', page)
writeFileSync(out + '/assets/index.js', 'x'.repeat(5_000))
`

function checkout(t: TestContext, files: Record<string, string> = {}) {
  const root = mkdtempSync(join(tmpdir(), 'trellis-build-'))
  t.after(() => rmSync(root, { recursive: true, force: true }))
  const put = (name: string, text: string) => {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  const all = {
    'package.json': '{"type":"module"}',
    'package-lock.json': '{}',
    'src/contract/routes.ts': '1',
    'src/client/client.ts': '1',
    'web/index.html': 'one',
    'node_modules/vite/bin/vite.js': vite,
    ...files,
  }
  for (const [name, text] of Object.entries(all)) put(name, text)
  let built = 0
  const started = () => {
    built += 1
  }
  return {
    root,
    put,
    build: (signal?: AbortSignal) => buildDashboard({ root, started, signal }),
    page: () => readFileSync(join(root, 'dist/web/index.html'), 'utf8'),
    get built() {
      return built
    },
  }
}

const good = { served: true, problem: null }

test('it is built when it is missing or its sources have changed, and else not', async t => {
  const place = checkout(t)
  assert.deepEqual(await place.build(), good)
  assert.deepEqual(await place.build(), good)
  assert.equal(place.built, 1)
  const changes = [
    'web/index.html',
    'web/src/main.tsx',
    'src/contract/routes.ts',
    'src/client/new.ts',
    'package-lock.json',
  ]
  for (const [index, name] of changes.entries()) {
    place.put(name, `changed ${index}`)
    assert.deepEqual(await place.build(), good)
    assert.equal(place.built, index + 2, name)
  }
  for (const name of ['src/core/x.ts', 'web/src/route-tree.gen.ts', 'web/.tanstack/x.json']) place.put(name, 'new')
  assert.deepEqual(await place.build(), good)
  assert.equal(place.built, changes.length + 1)
  assert.equal(place.page(), 'changed 0')
})

test('what is large is there in small, too, and nothing else is left behind', async t => {
  const place = checkout(t)
  await place.build()
  assert.deepEqual(readdirSync(join(place.root, 'dist')).sort(), ['web', 'web.stamp'])
  const files = readdirSync(join(place.root, 'dist/web'), { recursive: true }).map(String).sort()
  const assets = ['assets', 'assets/index.js', 'assets/index.js.br', 'assets/index.js.gz']
  assert.deepEqual(files, [...assets, 'index.html'])
})

test('a build that fails says why, keeps what there was, and is tried again', async t => {
  const place = checkout(t)
  await place.build()
  place.put('web/index.html', 'broken')
  const { served, problem } = await place.build()
  assert.equal(served, true)
  assert.match(problem ?? '', /could not be built: web\/index.html: it is broken/)
  assert.equal(place.page(), 'one')
  assert.deepEqual(readdirSync(join(place.root, 'dist')).sort(), ['web', 'web.stamp'])
  place.put('web/index.html', 'two')
  assert.deepEqual(await place.build(), good)
  assert.equal(place.page(), 'two')
})

test('a checkout without its tools goes without a dashboard and says how to get it', async t => {
  const place = checkout(t)
  rmSync(join(place.root, 'node_modules'), { recursive: true })
  const { served, problem } = await place.build()
  assert.equal(served, false)
  assert.match(problem ?? '', /npm ci/)
})

test('the package brings its dashboard along, and never builds', async t => {
  const place = checkout(t, { 'dist/web/index.html': 'packed' })
  rmSync(join(place.root, 'web'), { recursive: true })
  assert.deepEqual(await place.build(), good)
  assert.deepEqual([place.built, place.page()], [0, 'packed'])
  rmSync(join(place.root, 'dist'), { recursive: true })
  assert.deepEqual(await place.build(), { served: false, problem: null })
})

test('a server that is told to end ends the build as well, without a complaint', async t => {
  const place = checkout(t, { 'web/index.html': 'slow' })
  const stop = new AbortController()
  setTimeout(() => stop.abort(), 200)
  assert.deepEqual(await place.build(stop.signal), { served: false, problem: null })
  assert.ok(!existsSync(join(place.root, 'dist/web')))
})

test('two at once come to the same', async t => {
  const place = checkout(t)
  assert.deepEqual(await Promise.all([place.build(), place.build()]), [good, good])
  assert.equal(place.page(), 'one')
  assert.deepEqual(readdirSync(join(place.root, 'dist')).sort(), ['web', 'web.stamp'])
})
