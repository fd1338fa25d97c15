import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLiveUpdates } from '../../adapters/local/live-updates.ts'
import type { LiveMessage } from '../../contract/live.ts'
import { mia, openApi } from '../testing/api.ts'
import { LiveSession } from './session.ts'

/** A watcher of these topics that was let in. Like the server's, its feed hears of what the API changes. */
async function watching(...topics: string[]) {
  const place = openApi()
  const { world, tickets, client } = place
  world.source.push('main')
  await world.found()
  const feed = createLiveUpdates()
  Object.assign(world.bare.live, feed)
  const heard: LiveMessage[] = []
  const socket = { send: (message: LiveMessage) => void heard.push(message), close: () => {}, pending: () => 0 }
  const session = new LiveSession(world.bare, feed, tickets, socket)
  await session.receive(
    JSON.stringify({ ticket: tickets.issue({ actor: mia, session: null, renew: async () => mia }) }),
  )
  for (const subscribe of topics) await session.receive(JSON.stringify({ subscribe }))
  return { client, session, told: () => heard.splice(0).map(tell) }
}

const tell = (message: LiveMessage): string => {
  if (message.type === 'changed') return `${message.topic}: ${message.app} changed`
  if (message.type === 'watching') return `${message.topic}: watching`
  if (message.type === 'deployment') return `${message.topic}: ${message.deployment.app} ${message.deployment.state}`
  return message.type
}

test('whoever watches all apps hears of the deployments of each', async () => {
  const { client, told } = await watching('apps')
  assert.deepEqual(told(), ['ready', 'apps: watching'])
  await client.call('deploy', { params: { app: 'shop', environment: 'staging' }, body: {} })
  assert.deepEqual(told(), ['apps: shop queued', 'apps: shop running'])
})

test('watchers of an app and of all are told when its settings, environments, variables or existence change', async () => {
  const { client, told } = await watching('apps', 'app:shop', 'app:blog')
  told()
  const both = ['app:shop: shop changed', 'apps: shop changed']
  const staging = { app: 'shop', environment: 'staging' }
  const qa = { app: 'shop', environment: 'qa' }
  const changes: (() => Promise<unknown>)[] = [
    () => client.call('setEnvironment', { params: staging, body: { tests: false } }),
    () => client.call('addEnvironment', { params: { app: 'shop' }, body: { name: 'qa' } }),
    () => client.call('setVariables', { params: qa, body: [{ key: 'COLOUR', value: 'red', plain: true }] }),
    () => client.call('unsetVariable', { params: { ...qa, key: 'COLOUR' } }),
    () => client.call('removeEnvironment', { params: qa }),
    () => client.call('setApp', { params: { app: 'shop' }, body: { path: 'shop' } }),
  ]
  for (const change of changes) {
    await change()
    assert.deepEqual(told(), both)
  }
  const repository = 'https://git.example/blog.git'
  await client.call('createApp', { body: { name: 'blog', repository, account: 'cloud', environments: ['only'] } })
  assert.deepEqual(told().slice(0, 2), ['app:blog: blog changed', 'apps: blog changed'])
  const params = { app: 'blog', environment: 'only' }
  await client.call('cancel', { params })
})

test('watchers of the server are told when its accounts change, and of no app', async () => {
  const { client, told } = await watching('server')
  told()
  await client.call('addAccount', { body: { name: 'second', region: 'eu-north-1' } })
  assert.deepEqual(told(), ['server: null changed'])
  await client.call('setApp', { params: { app: 'shop' }, body: { path: 'shop' } })
  assert.deepEqual(told(), [])
  await client.call('removeAccount', { params: { account: 'second' } })
  assert.deepEqual(told(), ['server: null changed'])
})

test('nothing is heard any more after leaving', async () => {
  const { client, session, told } = await watching('apps')
  told()
  await session.receive(JSON.stringify({ unsubscribe: 'apps' }))
  await client.call('setApp', { params: { app: 'shop' }, body: { path: 'shop' } })
  assert.deepEqual(told(), [])
})
