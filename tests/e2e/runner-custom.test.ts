import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Scene } from './runner-scene.ts'

const scene = new Scene()
after(() => scene.close())

const files = {
  'trellis.yml': `install: echo "install sees [$API_KEY] [$AWS_SECRET_ACCESS_KEY]"
test: test "$TRELLIS_STAGE" = development && echo tested
before_deploy: echo before
build: mkdir -p out && echo "built by $(node -p process.version)" > out/result
deploy: |
  cat out/result
  printf '%s' "$API_KEY" | base64
  test -n "$AWS_SECRET_ACCESS_KEY"
  echo '{"Url":"https://example.com"}' > out.json
outputs: out.json
after_deploy: cat "$TRELLIS_OUTPUTS"; echo "key=$API_KEY"
`,
}
const variables = [{ key: 'API_KEY', value: 'very-secret-value', secret: true, steps: ['deploy' as const] }]

for (const isolation of ['process', 'sandbox'] as const) {
  test(`own commands deploy in ${isolation}`, async () => {
    const job = scene.job(scene.commit(files), { variables })
    const api = await scene.start(job, isolation)
    const outcome = await api.finished()
    assert.deepEqual(outcome, { state: 'succeeded' }, api.lines.join('\n'))
    assert.deepEqual(api.problems, [])
    assert.deepEqual(
      api.phases,
      ['checkout', 'install', 'test', 'before-deploy', 'build', 'deploy', 'after-deploy'].map(p => `${p} succeeded`),
    )
    assert.ok(api.lines.includes('install sees [] []'))
    assert.ok(api.lines.includes('built by v24.21.0'))
    assert.ok(api.lines.join('\n').includes('key=***'))
    assert.ok(!JSON.stringify(api.events).includes(Buffer.from('very-secret-value').toString('base64').slice(0, 20)))
    assert.deepEqual(api.of('outputs')[0]?.outputs, { shop: { Url: 'https://example.com' } })
    assert.deepEqual(
      api.of('log').map(({ line }) => line),
      api.of('log').map((_, at) => at + 1),
    )
  })
}

test('scripts of the environment run after those of trellis.yml, with credentials and outputs', async () => {
  const yml = `before_deploy: echo "first, from the file"
deploy: echo '{"Url":"https://example.com"}' > out.json
outputs: out.json
after_deploy: echo "file saw the deployment"
`
  const scripts = {
    beforeDeploy: 'test -n "$AWS_SECRET_ACCESS_KEY"\necho "second, from the environment"',
    afterDeploy: 'grep -q example.com "$TRELLIS_OUTPUTS" && echo "environment saw the outputs"',
  }
  const api = await scene.start(scene.job(scene.commit({ 'trellis.yml': yml }), { scripts }), 'process')
  assert.deepEqual(await api.finished(), { state: 'succeeded' }, api.lines.join('\n'))
  const said = api.lines.filter(line => /^(first|second|file|environment)\b/.test(line))
  assert.deepEqual(said, [
    'first, from the file',
    'second, from the environment',
    'file saw the deployment',
    'environment saw the outputs',
  ])
})

test('a script of the environment that fails fails the deployment in its phase', async () => {
  const commit = scene.commit({ 'trellis.yml': 'deploy: echo deployed\n' })
  const scripts = { beforeDeploy: 'echo "no licence for this" >&2; exit 3', afterDeploy: null }
  const api = await scene.start(scene.job(commit, { scripts }), 'process')
  const outcome = await api.finished()
  assert.equal(outcome?.state === 'failed' && outcome.failure.code, 'before_deploy_failed')
  assert.equal(api.lines.includes('deployed'), false)
  assert.ok(
    api.lines.some(line => /names a deploy command and no `remove:`/.test(line)),
    'said long before a teardown',
  )
})

test('of a script of several commands the one that failed is explained, under a short name', async () => {
  const trellisYml = `deploy: |
  echo "Error: the old table is not there, never mind"
  for step in one two three four five; do echo $step; done
  echo "Error: no licence for this"; false
  echo deployed
`
  const api = await scene.start(scene.job(scene.commit({ 'trellis.yml': trellisYml })), 'process')
  const outcome = await api.finished()
  assert.ok(outcome?.state === 'failed')
  const { message, line } = outcome.failure
  assert.match(
    message,
    /^`echo "Error: the old table is not there, never mind" … \(4 lines\)` ended with exit code 1: /,
  )
  assert.match(message, /: Error: no licence for this$/)
  assert.equal(api.of('log').find(one => one.line === line)?.text, 'Error: no licence for this')
})
