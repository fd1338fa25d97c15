import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openApi } from '../../api/testing/api.ts'
import { syncApp } from './sync-app.ts'

test('of a repository with thousands of branches those that are followed are known, and some of the others', async () => {
  const { ports, client, world } = openApi()
  world.source.push('main')
  for (let number = 0; number < 3_000; number++) world.source.push(`branch-${number}`)
  const last = world.source.push('zebra')
  const account = { name: 'cloud', region: 'eu-central-1', endpointUrl: null, secret: null }
  await ports.accounts.addAccount({ ...account, credentials: { kind: 'chain' } })
  await client.call('createApp', { body: { name: 'shop', repository: 'https://git.example/shop.git' } })
  const params = { app: 'shop', environment: 'staging' }
  await client.call('setEnvironment', { params, body: { branch: 'zebra' } })
  const recorded = async () => (await ports.apps.app('shop'))?.heads ?? {}
  assert.equal((await recorded()).zebra, last)
  assert.equal(Object.keys(await recorded()).length, 102)
  const staging = async () => (await client.call('appStatus', { params })).environments[1]
  assert.equal((await staging())?.branchProblem, null)
  const moved = world.source.push('zebra')
  await syncApp(ports, 'shop')
  assert.equal((await recorded()).zebra, moved)
  assert.equal((await staging())?.branchProblem, null)
})
