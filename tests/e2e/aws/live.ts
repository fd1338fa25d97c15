import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi'
import { BatchPutRequest, BatchWriteCommand, executeBatchWrite } from 'dynamodb-toolbox'
import { Connections } from '../../../src/adapters/aws/connections.ts'
import { type Watcher, watchItem } from '../../../src/adapters/aws/items/connection.ts'
import { createLiveUpdates } from '../../../src/adapters/aws/live-updates.ts'
import { type Post, postToConnection } from '../../../src/adapters/aws/post-to-connection.ts'
import type { LiveMessage } from '../../../src/contract/live.ts'
import { suite as common, type Ears, type Heard } from '../../contract/live-updates.ts'
import { requested, sampleLines, withShop } from '../../contract/samples.ts'
import { clientConfig } from '../../support/emulator.ts'
import { fakeGateway } from './fake-gateway.ts'
import type { AwsPlace, AwsScene } from './place.ts'

const mia: Watcher = { actor: { kind: 'user', name: 'mia' }, session: null }

/** Somebody at every connection, who notes what arrives. */
function listening({ table }: AwsScene, gone: ReadonlySet<string> = new Set(), mayRead = () => true) {
  const heard: Array<{ connection: string; message: LiveMessage }> = []
  const problems: unknown[] = []
  const open = { now: 0, most: 0 }
  const post: Post = async (connection, text) => {
    open.now += 1
    open.most = Math.max(open.most, open.now)
    await new Promise(setImmediate)
    open.now -= 1
    if (connection === 'broken') throw new Error('no answer')
    if (gone.has(connection)) return 'gone'
    assert.ok(Buffer.byteLength(text) <= 128 * 1024, 'API Gateway takes no more')
    heard.push({ connection, message: JSON.parse(text) as LiveMessage })
    return 'sent'
  }
  const connections = new Connections(table)
  const live = createLiveUpdates({
    ...{ connections, post, mayHear: async () => mayRead() },
    onProblem: problem => problems.push(problem),
  })
  const at = (connection: string) => heard.filter(one => one.connection === connection).map(one => one.message)
  return { live, connections, heard, at, problems, open }
}

async function watching(connections: Connections, id: string, ...topics: string[]): Promise<void> {
  await connections.admit(id, mia, 0)
  for (const topic of topics) assert.ok(await connections.watch(id, topic))
}

/** Watchers are connections, and posts arrive at a stand-in of API Gateway. */
function ears(scene: AwsScene): Ears {
  const { live, connections, at } = listening(scene)
  let last = 0
  return {
    live,
    async watch(topic) {
      // What was said before is on its way until then.
      await live.settled()
      const id = `watcher-${++last}`
      await watching(connections, id, topic)
      return {
        async heard() {
          await live.settled()
          return at(id).flatMap((message): Heard[] => {
            if (message.type === 'lines') return [message.lines.map(line => line.seq)]
            if (message.type === 'deployment') return [message.deployment.id]
            return message.type === 'changed' ? [`${message.app} changed`] : []
          })
        },
        leave: () => connections.leave(id, topic),
      }
    },
    watchBroken: topic => watching(connections, 'broken', topic),
  }
}

export function suite(place: AwsPlace): void {
  common('aws', test => ears(place(test)))
  describe('LiveUpdates (aws)', () => {
    test('tells those who watch the deployment, its app or all, in order, and nobody else', async t => {
      const scene = place(t)
      const { live, connections, at } = listening(scene)
      await watching(connections, 'a', 'deployment:d1')
      await watching(connections, 'b', 'app:shop')
      await watching(connections, 'c', 'apps')
      await watching(connections, 'd', 'deployment:d2', 'app:blog')
      const deployment = { ...(await requested(await withShop(scene.stores), 'd1')), behind: null }
      live.lines('d1', sampleLines(1, 2))
      live.deployment(deployment)
      live.lines('d1', [])
      live.lines('d1', sampleLines(3, 1))
      live.changed('shop')
      await watching(connections, 's', 'server')
      live.changed(null)
      await live.settled()
      assert.deepEqual(at('s'), [{ type: 'changed', topic: 'server', app: null }])
      const topic = 'deployment:d1'
      const lines = (from: number, count: number) => ({ type: 'lines', topic, lines: sampleLines(from, count) })
      assert.deepEqual(at('a'), [lines(1, 2), { type: 'deployment', topic, deployment }, lines(3, 1)])
      assert.deepEqual(
        at('b').map(one => one.type),
        ['deployment', 'changed'],
      )
      assert.deepEqual(
        at('c').map(one => one.type),
        ['deployment', 'changed'],
      )
      assert.deepEqual(at('d'), [])
    })

    test('a connection that is gone is dropped with all that it watched, one that fails keeps nobody from the news', async t => {
      const { live, connections, at, problems } = listening(place(t), new Set(['gone']))
      await watching(connections, 'gone', 'deployment:d1', 'apps')
      for (const id of ['a', 'broken']) await watching(connections, id, 'deployment:d1')
      live.lines('d1', sampleLines(1, 1))
      live.lines('d1', sampleLines(2, 1))
      await live.settled()
      assert.equal(at('a').length, 2)
      assert.equal(problems.length, 2)
      assert.deepEqual((await connections.watching('deployment:d1')).map(one => one.connection).sort(), ['a', 'broken'])
      assert.deepEqual(await connections.watching('apps'), [])
      assert.equal(await connections.watch('gone', 'apps'), false)
    })

    test('a thousand watchers are told, some at a time, after one look at who they are', async t => {
      const scene = place(t)
      const { live, heard, open } = listening(scene)
      const ids = Array.from({ length: 1_000 }, (_, n) => `c${n}`)
      const watches = watchItem(scene.table)
      for (let at = 0; at < ids.length; at += 25) {
        const puts = ids
          .slice(at, at + 25)
          .map(connection => watches.build(BatchPutRequest).item({ connection, topic: 'deployment:d1', watcher: mia }))
        await executeBatchWrite(scene.table.build(BatchWriteCommand).requests(...puts))
      }
      const before = { ...scene.count }
      live.lines('d1', sampleLines(1, 1))
      await live.settled()
      assert.equal(new Set(heard.map(one => one.connection)).size, 1_000)
      assert.ok(open.most > 1 && open.most <= 64, `${open.most} at once`)
      assert.equal((scene.count.QueryCommand ?? 0) - (before.QueryCommand ?? 0), 1)
    })

    test('lines that are too much for one message come in several, in order', async t => {
      const { live, connections, at, problems } = listening(place(t))
      await watching(connections, 'a', 'deployment:d1')
      const lines = sampleLines(1, 40).map(line => ({ ...line, text: '\u{1f600}'.repeat(8_000) }))
      live.lines('d1', lines)
      await live.settled()
      assert.deepEqual(problems, [])
      assert.ok(at('a').length > 1)
      assert.deepEqual(
        at('a').flatMap(one => (one.type === 'lines' ? one.lines : [])),
        lines,
      )
    })

    test('news of an app reaches only those who may read it now', async t => {
      const { live, connections, heard } = listening(place(t), new Set(), () => false)
      await watching(connections, 'a', 'apps', 'app:shop')
      live.changed('shop')
      await live.settled()
      assert.deepEqual(heard, [])
    })

    test('who left hears no more, and who vanished is forgotten in time', async t => {
      const { live, connections, heard } = listening(place(t))
      await watching(connections, 'a', 'app:shop', 'apps')
      await connections.leave('a', 'apps')
      live.changed('shop')
      await live.settled()
      assert.equal(heard.length, 1)
      await connections.prune(60_000)
      assert.deepEqual((await connections.watching('app:shop')).length, 1)
      await connections.prune(3 * 60 * 60_000)
      assert.deepEqual(await connections.watching('app:shop'), [])
    })

    test('who never reads is cut off, whatever API Gateway says of them, and keeps nobody from the news', async t => {
      const scene = place(t)
      const gateway = await fakeGateway(t)
      const connections = new Connections(scene.table)
      const problems: unknown[] = []
      const live = createLiveUpdates({
        ...{ connections, post: postToConnection(gateway.client, 1_000), mayHear: async () => true },
        onProblem: problem => problems.push(problem),
      })
      const silent = ['hangs', 'full', 'gone']
      for (const id of ['reads', 'reads-too', ...silent]) await watching(connections, id, 'deployment:d1', 'apps')
      const lines = sampleLines(1, 3)
      for (const line of lines) live.lines('d1', [line])
      await live.settled()
      for (const id of ['reads', 'reads-too']) {
        const heard = gateway.taken(id).flatMap(one => (one.type === 'lines' ? one.lines : []))
        assert.deepEqual(heard, lines, id)
      }
      assert.deepEqual(problems, [])
      for (const id of silent) assert.equal(gateway.asked(id), 1, `${id} was waited for once`)
      assert.deepEqual(gateway.cutOff.sort(), ['full', 'hangs'], 'they learn that they have to connect anew')
      const left = (await connections.watching('deployment:d1')).map(one => one.connection)
      assert.deepEqual(left.sort(), ['reads', 'reads-too'])
      assert.equal(await connections.watcher('hangs'), null)
    })

    test('who could not be cut off stays known, so that the next message tries again', async t => {
      const gateway = await fakeGateway(t)
      await assert.rejects(postToConnection(gateway.client)('stays', '{}'), { name: 'LimitExceededException' })
    })

    test('API Gateway says of a connection that is none that it is gone', async t => {
      const { endpoint } = place(t)
      const api = await webSocketApi(endpoint)
      const client = new ApiGatewayManagementApiClient({ ...clientConfig({ endpoint }), endpoint: `${endpoint}/live` })
      t.after(() => client.destroy())
      // The emulator tells APIs apart by the name that they are asked under.
      client.middlewareStack.add(
        next => async given => {
          Object.assign((given.request as { headers: object }).headers, { host: `${api}.execute-api.localhost` })
          return next(given)
        },
        { step: 'build' },
      )
      assert.equal(await postToConnection(client)('bm9ib2R5', '{}'), 'gone')
    })
  })
}

/** @returns its id. One request is no reason for another SDK. */
async function webSocketApi(endpoint: string): Promise<string> {
  const authorization = 'AWS4-HMAC-SHA256 Credential=test/20250101/us-east-1/apigateway/aws4_request'
  const body = { name: 'live', protocolType: 'WEBSOCKET', routeSelectionExpression: '$request.body.action' }
  const headers = { authorization, 'content-type': 'application/json' }
  const answer = await fetch(`${endpoint}/v2/apis`, { method: 'POST', headers, body: JSON.stringify(body) })
  return ((await answer.json()) as { apiId: string }).apiId
}
