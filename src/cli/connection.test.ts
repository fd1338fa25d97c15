import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { findServer, resolveHome } from './connection.ts'

const home = mkdtempSync(join(tmpdir(), 'trellis-home-'))
after(() => rmSync(home, { recursive: true }))
writeFileSync(join(home, 'token'), 'local-token\n')
const tell = (url: unknown) => writeFileSync(join(home, 'server.json'), JSON.stringify({ url, pid: 1 }))

test('the home is where it is said to be, most particular first', () => {
  const env = { HOME: '/h', XDG_DATA_HOME: '/data', TRELLIS_HOME: 'mine' }
  assert.equal(resolveHome('there', env, '/cwd'), '/cwd/there')
  assert.equal(resolveHome(undefined, env, '/cwd'), '/cwd/mine')
  assert.equal(resolveHome(undefined, { ...env, TRELLIS_HOME: '' }, '/cwd'), '/data/trellis')
  assert.equal(resolveHome(undefined, { HOME: '/h' }, '/cwd'), '/h/.local/share/trellis')
  assert.equal(resolveHome(undefined, { HOME: '/h', XDG_DATA_HOME: 'relative' }, '/cwd'), '/h/.local/share/trellis')
})

test('a user whom the machine does not know is asked to name the home', () => {
  const unknown = () => {
    throw new Error('uv_os_get_passwd returned ENOENT')
  }
  assert.throws(() => resolveHome(undefined, {}, '/cwd', unknown), { code: 'home_unusable', hint: /--home/ })
  assert.equal(resolveHome('there', {}, '/cwd', unknown), '/cwd/there')
})

test('the server is the one named, else the one of the home, else at the usual address', () => {
  assert.equal(findServer('/not/there', {}).url, 'http://127.0.0.1:4400')
  assert.equal(findServer('/not/there', {}).urlFrom, null)
  tell('http://127.0.0.1:5000')
  assert.deepEqual(findServer(home, {}), {
    url: 'http://127.0.0.1:5000',
    urlFrom: join(home, 'server.json'),
    token: 'local-token',
    tokenFrom: join(home, 'token'),
  })
  assert.equal(findServer(home, { TRELLIS_URL: 'http://localhost:6000/' }).url, 'http://localhost:6000')
  assert.equal(findServer(home, { TRELLIS_URL: 'http://localhost:6000/' }).urlFrom, 'TRELLIS_URL')
  assert.equal(findServer(home, { TRELLIS_URL: 'http://localhost:6000/' }).token, 'local-token')
  tell(null)
  assert.equal(findServer(home, {}).url, 'http://127.0.0.1:4400')
  writeFileSync(join(home, 'server.json'), '{"url":"http')
  assert.equal(findServer(home, {}).url, 'http://127.0.0.1:4400')
})

test('the token of this machine is not shown to a server elsewhere', () => {
  const elsewhere = { TRELLIS_URL: 'https://trellis.example.com' }
  assert.equal(findServer(home, elsewhere).token, null)
  assert.equal(findServer(home, { ...elsewhere, TRELLIS_TOKEN: ' theirs\n' }).token, 'theirs')
  assert.equal(findServer(home, { TRELLIS_URL: 'http://127.0.0.1.evil.example' }).token, null)
  // But for one that listens beyond this machine, and is the one of this home.
  tell('http://10.0.0.5:4400')
  assert.equal(findServer(home, { TRELLIS_URL: 'http://10.0.0.5:4400' }).token, 'local-token')
})

test('an address that is none is a mistake of whoever set it', () => {
  for (const url of ['127.0.0.1:4400', 'trellis', 'ftp://x']) {
    assert.throws(() => findServer(home, { TRELLIS_URL: url }), { kind: 'invalid', message: /TRELLIS_URL/ })
  }
})
