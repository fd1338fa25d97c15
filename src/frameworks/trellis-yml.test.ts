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
  const cases: [text: string, problem: string][] = [
    ['install: npm ci\ntimeout: soon\n', 'line 2: "timeout" must be a duration such as 45m or 2h, not "soon".'],
    ['timeout: 45\n', 'line 1: "timeout" must be a duration such as 45m or 2h, not 45.'],
    ['\ntest: 5\n', 'line 2: "test" must be a command (text), or false, not 5.'],
    ['test: true\n', 'line 1: "test" must be a command (text), or false, not true.'],
    ['deploy: [npm, run]\n', 'line 1: "deploy" must be a command (text), not ["npm","run"].'],
    ['build:\n', 'line 1: "build" must be a command (text), not null.'],
    ['node: latest\n', 'line 1: "node" must be a version such as 24 or "24.1", not "latest".'],
  ]
  for (const [text, problem] of cases) assert.equal(problemOf(text), `trellis.yml, ${problem}`)
  assert.match(problemOf('cache: x\n'), /line 1: "cache" must be a list of at most 20 folders.*, not "x"\./)
  assert.match(problemOf('cache: [5]\n'), /line 1: "cache" must be a list of at most 20 folders.*, not \[5\]\./)
  assert.match(
    problemOf('framework: webpack\n'),
    /line 1: "framework" must be one of cdk, serverless, sam, sst2, custom, not "webpack"/,
  )
  assert.match(problemOf('path: ../other\n'), /line 1: "path" must be a folder inside the repository/)
})

test('what is no mapping or no YAML is told', () => {
  assert.match(problemOf('- a\n- b\n'), /must be a list of keys with values/)
  assert.match(problemOf('a: [1\nb: 2\n'), /line \d: it is not valid YAML: .*[^:]\.$/)
  assert.match(problemOf('deploy: a: b\n'), /line 1: it is not valid YAML: Nested mappings .* mappings\.$/)
  assert.equal(problemOf('deploy: a\n"deploy": b\n'), 'trellis.yml, line 2: the key "deploy" is there twice.')
  const hintOf = (text: string) => {
    const parsed = parseTrellisYml(text)
    return 'problem' in parsed ? parsed.problem.hint : ''
  }
  assert.match(hintOf('deploy: a: b\n'), /quotes/)
  assert.match(hintOf('deploy: a\ndeploy: b\n'), /Keep one/)
  assert.match(hintOf('tst: x\n'), /docs\/trellis-yml\.md/)
})

test('the JSON schema knows every key and no other', () => {
  const schema = trellisYmlJsonSchema()
  assert.equal(schema.additionalProperties, false)
  assert.deepEqual(Object.keys(schema.properties as object).sort(), [
    'after_deploy',
    'allow',
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
