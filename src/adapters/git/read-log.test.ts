import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GitCommit } from '../../contract/app.ts'
import { readLog } from './read-log.ts'

const id = 'a'.repeat(40)

test('fields hold whatever NUL does not end', () => {
  assert.deepEqual(readLog(`${id}\0${1_700_000_000}\0Ada\0Fix: a | b\0${id}\0${0}\0\0\0`), [
    { commit: id, at: '2023-11-14T22:13:20.000Z', author: 'Ada', title: 'Fix: a | b' },
    { commit: id, at: '1970-01-01T00:00:00.000Z', author: '', title: '' },
  ])
  assert.deepEqual(readLog(''), [])
})

for (const seconds of ['', 'soon', '-5', '99999999999999999999', '253402300800']) {
  test(`a commit of the time ${JSON.stringify(seconds)} still fits the contract`, () => {
    for (const commit of readLog(`${id}\0${seconds}\0Ada\0x\0`)) GitCommit.parse(commit)
  })
}

test('titles are one line, without escape sequences, and end somewhere', () => {
  const [commit] = readLog(`${id}\0${1}\0A\u001b]0;da\u0007\0\u001b[31mred\r\n${'x'.repeat(10_000)}\0`)
  assert.equal(commit?.author, 'A ]0;da')
  assert.match(commit?.title ?? '', /^\[31mred x+…$/)
  assert.equal(commit?.title.length, 300)
})
