import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { createLiveUpdates } from '../../../src/adapters/local/live-updates.ts'
import { LiveSession } from '../../../src/api/live/session.ts'
import { mia, openApi } from '../../../src/api/testing/api.ts'
import type { LiveMessage } from '../../../src/contract/live.ts'
import { keys } from './keys.ts'
import { LiveConnection, type Surroundings } from './live-connection.ts'
import { answerWithinMs, quietMs } from './silence.ts'

/** A page and its server, joined by a line that can be slow towards the server. */
async function openPage({ mock }: TestContext) {
  mock.timers.enable({ apis: ['setTimeout'] })
  const { world, tickets, client } = openApi()
  world.source.push('main')
  await world.found()
  const feed = createLiveUpdates()
  Object.assign(world.bare.live, feed)
  const watched = Promise.withResolvers<void>()
  const late: (() => void)[] = []
  let isSlow = false
  let isDead = false
  const connect = () => {
    const page = new EventTarget()
    const tell = (type: string, data?: string) => page.dispatchEvent(Object.assign(new Event(type), { data }))
    const session = new LiveSession(world.bare, feed, tickets, {
      send(message) {
        tell('message', JSON.stringify(message))
        if (message.type === 'watching') watched.resolve()
      },
      close: () => void tell('close'),
      pending: () => 0,
    })
    const send = (text: string) => {
      if (isDead) return
      const arrive = () => void session.receive(text)
      if (isSlow) late.push(arrive)
      else arrive()
    }
    queueMicrotask(() => tell('open'))
    return Object.assign(page, { send, close: () => session.close() }) as unknown as WebSocket
  }
  const around: Surroundings = {
    ticket: async () => ({
      url: '',
      ticket: tickets.issue({ actor: mia, session: null, renew: async () => mia }),
    }),
    connect,
    readMessage: data => JSON.parse(data) as LiveMessage,
    onReturn: () => {},
  }
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: 30_000, retry: false } } })
  const connection = new LiveConnection(queries, async () => true, around)
  connection.watch('server')
  await watched.promise
  /** Asks for the folder of the app, as a page does. @returns what is shown of it, and how to wait for what shall be */
  const ask = (question: () => Promise<string>) => {
    const seen: string[] = []
    const observer = new QueryObserver(queries, { queryKey: keys.of('shop', 'folder'), queryFn: question })
    const shown = (wanted: string) =>
      new Promise<void>(resolve => {
        const stop = observer.subscribe(({ data }) => {
          if (data !== undefined && seen.at(-1) !== data) seen.push(data)
          if (data === wanted) queueMicrotask(() => resolve(stop()))
        })
      })
    return { seen, shown }
  }
  const folder = async () => (await client.call('showApp', { params: { app: 'shop' } })).path
  return {
    connection,
    ask,
    folder,
    move: (path: string) => client.call('setApp', { params: { app: 'shop' }, body: { path } }),
    slow: () => {
      isSlow = true
    },
    /** Nothing comes through any more, and nobody is told. */
    die: () => {
      isDead = true
    },
    revive: () => {
      isDead = false
    },
    arrive: () => {
      isSlow = false
      for (const one of late.splice(0)) one()
    },
  }
}

test('what happens between the question of a further page and its watching is asked anew', {
  timeout: 10_000,
}, async t => {
  const { connection, ask, folder, move, slow, arrive } = await openPage(t)
  await ask(folder).shown('.')
  slow()
  const done = ask(folder).shown('api')
  connection.watch('app:shop')
  await move('api')
  arrive()
  await done
})

test('an answer that was on its way when the watching began is shown, and asked for anew', {
  timeout: 10_000,
}, async t => {
  const { connection, ask, folder, move, slow, arrive } = await openPage(t)
  const held = Promise.withResolvers<void>()
  let asked = 0
  const { seen, shown } = ask(async () => {
    const answer = await folder()
    if (asked++ === 0) await held.promise
    return answer
  })
  const done = shown('api')
  slow()
  connection.watch('app:shop')
  await move('api')
  arrive()
  held.resolve()
  await done
  assert.deepEqual(seen, ['.', 'api'])
})

test('a connection that died without a word is noticed and replaced; one that is only quiet is not', {
  timeout: 10_000,
}, async t => {
  const { connection, ask, folder, move, die, revive } = await openPage(t)
  const answered = ask(folder)
  await answered.shown('.')
  const changes = () =>
    new Promise<boolean>(resolve => {
      const stop = connection.listen(() => {
        stop()
        resolve(connection.lost)
      })
    })
  t.mock.timers.tick(quietMs)
  t.mock.timers.tick(answerWithinMs)
  assert.equal(connection.lost, false, 'it answered')
  die()
  t.mock.timers.tick(quietMs)
  assert.equal(connection.lost, false, 'it has time to answer')
  const noticed = changes()
  t.mock.timers.tick(answerWithinMs)
  assert.equal(await noticed, true)
  await move('api')
  revive()
  const back = changes()
  t.mock.timers.tick(500)
  assert.equal(await back, false)
  await ask(folder).shown('api')
})
