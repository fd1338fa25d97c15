import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { runCli } from '../testing/run-cli.ts'
import { currentLogin, keepLogin } from './kept-logins.ts'

const [first, second] = ['https://a.example.org', 'https://b.example.org'] as const

function place(t: TestContext, ...urls: string[]) {
  const home = mkdtempSync(join(tmpdir(), 'trellis-use-'))
  t.after(() => rmSync(home, { recursive: true }))
  for (const url of urls) keepLogin(home, { url, token: 'secret', login: 'mia', expiresAt: '2026-12-27T10:00:00.000Z' })
  return { home, cli: (...words: string[]) => runCli([...words, '--home', home]) }
}

test('servers that one is signed in to are listed, and another one becomes the one that is meant', async t => {
  const { home, cli } = place(t, first, second)
  const { out } = await cli('use')
  assert.match(out, /\n +https:\/\/a\.example\.org +mia +2026-12-27\n +\* +https:\/\/b\.example\.org/)
  assert.doesNotMatch(JSON.stringify((await cli('use', '--json')).json()), /secret/)
  assert.match((await cli('use', `${first}/`)).out, /mean https:\/\/a\.example\.org from now on/)
  assert.equal(currentLogin(home), first)
})

test('one that nobody signed in to is not meant, and how to sign in is said', async t => {
  const { home, cli } = place(t, first)
  const { code, err } = await cli('use', second)
  assert.deepEqual([code, currentLogin(home)], [2, first])
  assert.match(err, /not signed in to https:\/\/b[\s\S]*`trellis login https:\/\/b\.example\.org`/)
  assert.match((await place(t).cli('use')).out, /signed in to no server/)
})

test('after an installation has gone, the servers that are left are named', async t => {
  const { home } = place(t, first, second)
  const data = { account: '1', region: 'eu-central-1', name: 'trellis', data: [], earlier: [] }
  const powers = { uninstall: async () => ({ ...data, url: second }) }
  const { out } = await runCli(['uninstall', '--yes', '--home', home], { powers })
  assert.match(out, /meant that server\. It is signed in to others:\n {2}trellis use https:\/\/a\.example\.org/)
})
