import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseTrellisYml, trellisYmlJsonSchema } from './trellis-yml.ts'

const problemOf = (text: string): string => {
  const parsed = parseTrellisYml(text)
  assert.ok('problem' in parsed, JSON.stringify(parsed))
  return parsed.problem.message
}

test('an empty file changes nothing', () => {
  assert.deepEqual(parseTrellisYml(''), { settings: {} })
  assert.deepEqual(parseTrellisYml('# only a comment\n'), { settings: {} })
})

test('an unknown key is named with its line and the nearest known one', () => {
  assert.match(
    problemOf('install: npm ci\n\nbefore-deploy: x\n'),
    /line 3: the key "before-deploy" is unknown; did you mean "before_deploy"\?/,
  )
  assert.match(problemOf('tst: x\n'), /did you mean "test"/)
  assert.match(problemOf('completely_different: x\n'), /known are framework, path/)
})

test('a wrong value is named with its line', () => {
  assert.match(problemOf('install: npm ci\ntimeout: soon\n'), /line 2: "timeout" is not a duration/)
  assert.match(problemOf('framework: webpack\n'), /line 1: "framework"/)
  assert.match(problemOf('path: ../other\n'), /line 1: "path" must be a folder inside the repository/)
})

test('what is no mapping or no YAML is told', () => {
  assert.match(problemOf('- a\n- b\n'), /must be a list of keys with values/)
  assert.match(problemOf('a: [1\nb: 2\n'), /line \d: it is not valid YAML/)
})

test('the JSON schema knows every key and no other', () => {
  const schema = trellisYmlJsonSchema()
  assert.equal(schema.additionalProperties, false)
  assert.deepEqual(Object.keys(schema.properties as object).sort(), [
    'after_deploy',
    'before_deploy',
    'build',
    'cache',
    'deploy',
    'framework',
    'install',
    'node',
    'outputs',
    'path',
    'remove',
    'test',
    'timeout',
    'watch',
  ])
})
