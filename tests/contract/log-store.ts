import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { MakeStores } from './places.ts'
import { sampleLines } from './samples.ts'

export function suite(name: string, makeStores: MakeStores): void {
  describe(`LogStore (${name})`, () => {
    test('gives back whole lines in order, page by page', async t => {
      const { logs } = makeStores(t)
      const lines = sampleLines(1, 1_700)
      await logs.append('d1', lines.slice(0, 3))
      await logs.append('d1', lines.slice(3, 1_600))
      await logs.append('d1', lines.slice(1_600))
      for (const limit of [70, 499, 500, 501, 1_700, 5_000]) {
        const read = []
        for (let from = 1; ; ) {
          const page = await logs.read('d1', from, limit)
          assert.ok(page.lines.length <= limit)
          assert.equal(page.next, from + page.lines.length)
          if (page.lines.length === 0 || read.length > lines.length) break
          read.push(...page.lines)
          from = page.next
        }
        assert.equal(read.length, lines.length)
        assert.deepEqual(read, lines)
      }
    })

    test('a page holds what an answer can carry, at least a line, and the next one goes on after it', async t => {
      const { logs } = makeStores(t)
      // In JSON six times as long.
      const lines = sampleLines(1, 130).map(line => ({ ...line, text: '\u0001'.repeat(16_384) }))
      for (let at = 0; at < lines.length; at += 40) await logs.append('d1', lines.slice(at, at + 40))
      const sizes: number[] = []
      const read: typeof lines = []
      for (let next = 1; ; ) {
        const page = await logs.read('d1', next, 5_000)
        assert.equal(page.next, next + page.lines.length)
        if (page.lines.length === 0) break
        sizes.push(Buffer.byteLength(JSON.stringify(page)))
        read.push(...page.lines)
        next = page.next
      }
      assert.deepEqual(read, lines)
      assert.ok(Math.max(...sizes) < 1_100_000 && sizes.length < 20, sizes.join())
    })

    test('keeps every field of a line', async t => {
      const { logs } = makeStores(t)
      const lines = [
        { seq: 1, at: '2025-01-01T00:00:00.001Z', phase: null, stream: 'trellis' as const, text: '' },
        {
          seq: 2,
          at: '2025-01-01T00:00:01.000Z',
          phase: 'deploy' as const,
          stream: 'err' as const,
          text: '\u{1f600}\0"\\',
        },
      ]
      await logs.append('d1', lines)
      assert.deepEqual((await logs.read('d1', 1, 10)).lines, lines)
    })

    test('reads from anywhere, and nothing beyond the end', async t => {
      const { logs } = makeStores(t)
      assert.deepEqual(await logs.read('d1', 1, 10), { lines: [], next: 1 })
      assert.equal(await logs.last('d1'), 0)
      await logs.append('d1', sampleLines(1, 10))
      assert.deepEqual(await logs.read('d1', 9, 10), { lines: sampleLines(9, 2), next: 11 })
      assert.deepEqual(await logs.read('d1', 11, 10), { lines: [], next: 11 })
      assert.deepEqual(await logs.read('d1', 500, 10), { lines: [], next: 500 })
      assert.equal(await logs.last('d1'), 10)
    })

    test('ignores lines that are stored already: the first of a number stands', async t => {
      const { logs } = makeStores(t)
      await logs.append('d1', sampleLines(1, 5))
      await logs.append('d1', sampleLines(1, 5))
      const other = sampleLines(4, 4).map(line => ({ ...line, text: `again ${line.seq}` }))
      await logs.append('d1', other)
      await logs.append('d1', [])
      const { lines } = await logs.read('d1', 1, 100)
      assert.deepEqual(lines, [...sampleLines(1, 5), ...other.slice(2)])
      assert.equal(await logs.last('d1'), 7)
    })

    test('stores each line once when the same batch is sent many times at once', async t => {
      const { logs } = makeStores(t)
      await Promise.all(Array.from({ length: 8 }, () => logs.append('d1', sampleLines(1, 600))))
      assert.deepEqual((await logs.read('d1', 1, 1_000)).lines, sampleLines(1, 600))
    })

    test('refuses a gap, before or inside a batch, and stores nothing of it', async t => {
      const { logs } = makeStores(t)
      await logs.append('d1', sampleLines(1, 2))
      await assert.rejects(logs.append('d1', sampleLines(4, 2)), { code: 'internal' })
      const torn = [...sampleLines(1, 700), ...sampleLines(702, 1)]
      await assert.rejects(logs.append('d1', torn), { code: 'internal' })
      assert.equal(await logs.last('d1'), 2)
      assert.deepEqual((await logs.read('d1', 1, 100)).lines, sampleLines(1, 2))
    })

    test('keeps deployments apart, and removes one, also twice', async t => {
      const { logs } = makeStores(t)
      await logs.append('d1', sampleLines(1, 3))
      await logs.append('d10', sampleLines(1, 2))
      await logs.remove('d1')
      await logs.remove('d1')
      assert.deepEqual(await logs.read('d1', 1, 10), { lines: [], next: 1 })
      assert.equal(await logs.last('d10'), 2)
      await logs.append('d1', sampleLines(1, 1))
      assert.equal(await logs.last('d1'), 1)
    })

    test('finds text forwards and backwards, whatever its colours and its case, page by page', async t => {
      const { logs } = makeStores(t)
      const texts = ['Building', 'a \u001b[31mFail\u001b[0mure', 'fine', 'FAILURE again', 'the "failure"', 'end']
      await logs.append(
        'd1',
        sampleLines(1, texts.length).map((line, at) => ({ ...line, text: texts[at] ?? '' })),
      )
      const seqs = async (query: string, wish = {}) => {
        const found = await logs.search('d1', { query, from: 1, direction: 'forward', limit: 10, ...wish })
        return [found.matches.map(one => one.seq), found.next]
      }
      assert.deepEqual(await seqs('failure'), [[2, 4, 5], null])
      assert.deepEqual(await seqs('Failure'), [[2], null])
      assert.deepEqual(await seqs('failure', { from: 3 }), [[4, 5], null])
      assert.deepEqual(await seqs('failure', { limit: 2 }), [[2, 4], 5])
      assert.deepEqual(await seqs('failure', { from: 5, direction: 'backward', limit: 1 }), [[5], 4])
      assert.deepEqual(await seqs('failure', { from: 3, direction: 'backward' }), [[2], null])
      assert.deepEqual(await seqs('"failure"'), [[5], null])
      assert.deepEqual(await seqs('31m'), [[], null])
      assert.deepEqual(await seqs('b', { from: 6, direction: 'backward', limit: 1 }), [[1], null])
      assert.deepEqual(await seqs('end', { limit: 1 }), [[6], 7])
      assert.deepEqual(await seqs('end', { from: 7 }), [[], null])
    })

    test('finds the last line of a log of many batches, and none in a log that is not there', async t => {
      const { logs } = makeStores(t)
      for (let first = 1; first <= 20_001; first += 700) {
        await logs.append('d1', sampleLines(first, Math.min(700, 20_001 - first)))
      }
      await logs.append(
        'd1',
        sampleLines(20_001, 1).map(line => ({ ...line, text: 'a needle' })),
      )
      const wish = { query: 'needle', from: 1, direction: 'forward', limit: 1 } as const
      assert.deepEqual(
        (await logs.search('d1', wish)).matches.map(one => one.seq),
        [20_001],
      )
      const back = { ...wish, from: 20_001, direction: 'backward', query: 'line 1' } as const
      assert.equal((await logs.search('d1', back)).matches.length, 1)
      assert.deepEqual(await logs.search('d2', wish), { matches: [], next: null })
    })

    test('shares no object with its callers', async t => {
      const { logs } = makeStores(t)
      const given = sampleLines(1, 1)
      await logs.append('d1', given)
      for (const line of [...given, ...(await logs.read('d1', 1, 1)).lines]) line.text = 'changed'
      assert.deepEqual((await logs.read('d1', 1, 1)).lines, sampleLines(1, 1))
    })
  })
}
