import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { brotliCompressSync } from 'node:zlib'
import { errorOf, openApi } from '../api/testing/api.ts'
import { listen, urlOf } from './listen.ts'
import { serveDashboard } from './serve-dashboard.ts'

const page = '<!doctype html><title>Trellis</title>'
const script = 'console.log(1)'
const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

function folderOf(t: TestContext, files: Record<string, string | Buffer>): string {
  const folder = mkdtempSync(join(tmpdir(), 'trellis-dashboard-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(join(folder, 'web/assets'), { recursive: true })
  writeFileSync(join(folder, 'secret.txt'), 'hush')
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, 'web', name), content)
  return join(folder, 'web')
}

const built = {
  'index.html': page,
  'favicon.svg': '<svg/>',
  'assets/index-abc.js': script,
  'assets/index-abc.js.br': brotliCompressSync(script),
}
const open = (t: TestContext, files: Record<string, string | Buffer> = built) =>
  openApi({ pages: serveDashboard(folderOf(t, files)) })

test('every path of the dashboard is its one page, which is asked for anew each time and lets nothing in', async t => {
  const { ask } = open(t)
  for (const path of ['/', '/index.html', '/sign-in', '/apps/shop/environments/production']) {
    const answer = await ask(path, { headers: browser })
    assert.equal(answer.status, 200, path)
    assert.equal(await answer.text(), page, path)
    assert.equal(answer.headers.get('cache-control'), 'no-cache')
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
    const policy = answer.headers.get('content-security-policy') ?? ''
    for (const part of ["default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'"]) {
      assert.ok(policy.split('; ').includes(part), part)
    }
  }
  assert.equal(await (await ask('/')).text(), page)
})

test('what is named by its content is kept for a year, and sent as small as the browser can take it', async t => {
  const { ask } = open(t)
  const plain = await ask('/assets/index-abc.js')
  assert.equal(await plain.text(), script)
  assert.match(plain.headers.get('content-type') ?? '', /^text\/javascript/)
  assert.equal(plain.headers.get('cache-control'), 'public, max-age=31536000, immutable')
  const small = await ask('/assets/index-abc.js', { headers: { 'accept-encoding': 'gzip, br' } })
  assert.deepEqual([small.headers.get('content-encoding'), small.headers.get('vary')], ['br', 'Accept-Encoding'])
  assert.equal((await ask('/favicon.svg')).headers.get('cache-control'), 'no-cache')
})

test('what programs ask for is never answered with a page', async t => {
  const { ask } = open(t)
  for (const path of ['/api/v1/nothing', '/api', '/webhooks/git', '/healthz/x', '/assets/gone.js']) {
    const { status, code } = await errorOf(await ask(path, { headers: browser }))
    assert.deepEqual([status, code], [404, 'route_not_found'], path)
  }
  assert.equal((await errorOf(await ask('/apps/shop'))).code, 'route_not_found')
  assert.equal((await errorOf(await ask('/', { method: 'POST' }))).code, 'route_not_found')
  assert.equal((await ask('/healthz')).headers.get('content-type'), 'application/json')
})

test('no path leads out of the folder', async t => {
  const { api } = open(t)
  const server = await listen(api.fetch, { host: '127.0.0.1', port: 0 })
  t.after(() => server.close())
  const { port } = new URL(urlOf(server, '127.0.0.1'))
  const get = (path: string) =>
    new Promise<string>((resolve, reject) => {
      request({ host: '127.0.0.1', port, path, agent: false, headers: browser }, response => {
        let text = ''
        response.on('data', data => {
          text += data
        })
        response.on('end', () => resolve(text))
      })
        .on('error', reject)
        .end()
    })
  const ways = ['../secret.txt', '..%2fsecret.txt', '%2e%2e/secret.txt', '..%5csecret.txt', '..\\secret.txt', '%00']
  for (const way of ways) {
    for (const path of [`/${way}`, `/assets/../${way}`, `/assets/${way}`, `//${way}`, `/assets/%252e%252e/${way}`]) {
      assert.doesNotMatch(await get(path), /hush/, path)
    }
  }
  assert.equal(await get('/'), page)
})

test('a dashboard that is not built yet says so, and is there once it is', async t => {
  const folder = folderOf(t, {})
  const { ask } = openApi({ pages: serveDashboard(folder) })
  const early = await ask('/apps', { headers: browser })
  assert.equal(early.status, 503)
  assert.match(await early.text(), /npm run build:web/)
  assert.equal((await errorOf(await ask('/'))).code, 'route_not_found')
  writeFileSync(join(folder, 'index.html'), page)
  assert.equal(await (await ask('/apps', { headers: browser })).text(), page)
})

test('without a dashboard there are no pages', async () => {
  const { ask } = openApi()
  assert.equal((await errorOf(await ask('/', { headers: browser }))).code, 'route_not_found')
})
