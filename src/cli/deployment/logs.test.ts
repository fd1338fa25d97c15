import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aDeployment, lines } from '../../client/testing/samples.ts'
import { openFakeCli } from '../testing/fake-cli.ts'

const { answer, cli } = await openFakeCli()

test('the log is the only thing on standard output, page after page', async () => {
  const all = lines(1, 12)
  answer('showDeployment', () =>
    aDeployment({ state: 'succeeded', lastSeq: 12, finishedAt: '2026-11-22T10:00:38.000Z' }),
  )
  answer('readLog', ({ query }) => {
    const page = all.filter(line => line.seq >= Number(query.from)).slice(0, 5)
    return { lines: page, next: (page.at(-1)?.seq ?? Number(query.from) - 1) + 1 }
  })
  const human = await cli('logs hello staging')
  assert.equal(human.out.trimEnd().split('\n').length, 13)
  assert.match(human.err, /● Deployed {2}hello\/staging #31/)
  assert.deepEqual((await cli('logs hello staging 31 --from 3 --json')).json(), { lines: all.slice(2), next: 13 })
  assert.match((await cli('logs hello staging --from 99')).err, /Line 99 is not there yet: the newest is 12/)
})

test('a whole log is poured out as it was written, and nothing else with it', async () => {
  answer('showDeployment', () => aDeployment({ state: 'running' }))
  const text = 'one\n\u001b[31mtwo\u001b[0m\n'
  answer('rawLog', () => new Blob([text]).stream())
  const raw = await cli('logs hello staging 31 --raw')
  assert.deepEqual([raw.code, raw.out, raw.err], [0, text, ''])
  assert.equal((await cli('logs hello staging --raw --follow')).code, 2)
  const both = await cli('logs hello staging --raw --json')
  assert.deepEqual([both.code, /--raw gives a text/.test(both.out)], [2, true])
})
