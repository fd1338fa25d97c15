import assert from 'node:assert/strict'
import { mkdtempDisposableSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { rootCertificates } from 'node:tls'
import { trustInGit } from './trust-in-git.ts'

const ours = rootCertificates[0]?.replaceAll('A', 'B') ?? ''

function open() {
  const folder = mkdtempDisposableSync(join(tmpdir(), 'trellis-trust-'))
  const own = join(folder.path, 'ours.pem')
  const config = join(folder.path, 'config')
  writeFileSync(own, ours)
  writeFileSync(config, '')
  const environment: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    GIT_CONFIG_GLOBAL: config,
    GIT_CONFIG_NOSYSTEM: '1',
    NODE_EXTRA_CA_CERTS: own,
  }
  return { folder: folder.path, config, environment, [Symbol.dispose]: () => folder.remove() }
}

test('git trusts an authority of one’s own that Node is told of, and goes on to trust all others', async () => {
  using place = open()
  const tellNothing = await trustInGit(place.environment, place.folder)
  const trusted = readFileSync(place.environment.GIT_SSL_CAINFO ?? '', 'utf8')
  assert.ok(trusted.includes(ours))
  for (const known of rootCertificates) assert.ok(trusted.includes(known))
  tellNothing()
  assert.equal(place.environment.GIT_SSL_CAINFO, undefined)
})

test('what git is told by itself holds: by its own variable, or for one host in its configuration', async () => {
  using place = open()
  const told = { ...place.environment, GIT_SSL_CAINFO: '/etc/ca.pem' }
  await trustInGit(told, place.folder)
  assert.equal(told.GIT_SSL_CAINFO, '/etc/ca.pem')
  writeFileSync(place.config, '[http "https://git.example"]\nsslCAInfo = /etc/other.pem\n')
  await trustInGit(place.environment, place.folder)
  assert.equal(place.environment.GIT_SSL_CAINFO, undefined)
})

test('a file that is not there changes nothing', async () => {
  using place = open()
  place.environment.NODE_EXTRA_CA_CERTS = join(place.folder, 'nothing.pem')
  await trustInGit(place.environment, place.folder)
  assert.equal(place.environment.GIT_SSL_CAINFO, undefined)
})
