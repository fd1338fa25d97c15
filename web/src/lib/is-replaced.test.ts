import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isReplaced } from './is-replaced.ts'

const page = (script: string) => `<!doctype html><script type="module" src="${script}"></script>`

test('a server that serves another script has a newer page; one that serves the same, or does not answer, has not', async t => {
  t.after(() => Reflect.deleteProperty(globalThis, 'document'))
  const script = { getAttribute: () => '/assets/index-a.js' }
  Object.assign(globalThis, { document: { querySelector: () => script } })
  const serve = (answer: () => Response) => t.mock.method(globalThis, 'fetch', async () => answer())
  serve(() => new Response(page('/assets/index-b.js')))
  assert.equal(await isReplaced(), true)
  serve(() => new Response(page('/assets/index-a.js')))
  assert.equal(await isReplaced(), false)
  serve(() => new Response('Bad gateway', { status: 502 }))
  assert.equal(await isReplaced(), false)
  serve(() => {
    throw new TypeError('Failed to fetch')
  })
  assert.equal(await isReplaced(), false)
})
