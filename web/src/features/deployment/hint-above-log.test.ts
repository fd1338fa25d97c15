import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failureHints } from '../../../../src/core/failures.ts'
import { hintAboveLog } from './hint-above-log.ts'

test('nobody is told to look at the log where it stands right below; the rest of a hint stays', () => {
  const shown = Object.values(failureHints).map(hintAboveLog)
  assert.deepEqual(
    shown.filter(hint => /look at the log/i.test(hint)),
    [],
  )
  assert.equal(hintAboveLog(failureHints.deploy_failed), '')
  assert.equal(hintAboveLog(failureHints.build_failed), 'Nothing was deployed.')
  assert.equal(hintAboveLog(failureHints.tool_unavailable), 'Name a version that is to be had.')
  assert.equal(hintAboveLog(failureHints.test_failed), failureHints.test_failed)
})
