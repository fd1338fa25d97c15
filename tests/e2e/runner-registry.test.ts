import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { after, before, test } from 'node:test'
import { PrivateRegistry } from '../support/registry/registry.ts'
import type { RunnerApi } from './runner-api.ts'
import { Scene } from './runner-scene.ts'

const scene = new Scene()
let registry: PrivateRegistry
let commit: string

before(async () => {
  registry = await PrivateRegistry.start()
  const said = (step: string) => `echo "${step}: \${NPM_TOKEN-without the token}"`
  commit = scene.commit({
    ...registry.files(),
    'trellis.yml': `test: ${JSON.stringify(`node -p "require('@acme/lib')"\n${said('test')}\n`)}
before_deploy: ${JSON.stringify(said('before'))}
build: ${JSON.stringify(said('build'))}
deploy: ${JSON.stringify(said('deploy'))}
`,
  })
})
after(async () => {
  await scene.close()
  registry?.close()
})

async function deploy(token: string | null): Promise<RunnerApi> {
  const variable = { key: 'NPM_TOKEN', value: token ?? '', secret: true, steps: ['install' as const] }
  return await scene.start(scene.job(commit, { variables: token === null ? [] : [variable] }), 'sandbox')
}
const isTold = (api: RunnerApi, secret: string) => JSON.stringify(api.events).includes(secret)

test('without its token, or with a wrong one, the registry is named as what refused, with how to give it', async () => {
  const set = /trellis variables set shop development NPM_TOKEN --stdin --steps install/
  const cases = [
    [null, /NPM_TOKEN, which the settings in the repository name, is not given to the install step/],
    ['a-token-that-was-revoked', /does not take the value of NPM_TOKEN/],
  ] as const
  for (const [token, why] of cases) {
    const api = await deploy(token)
    const outcome = await api.finished(120_000)
    assert.ok(outcome.state === 'failed', api.lines.join('\n'))
    const { code, phase, message, hint, line } = outcome.failure
    assert.deepEqual([code, phase], ['registry_refused', 'install'], message)
    assert.match(message, why)
    assert.match(hint, set)
    assert.ok(line !== undefined)
    if (token !== null) assert.equal(isTold(api, token), false)
  }
})

test('with its token in the install step the packages are there, and the token is nowhere else', async () => {
  const api = await deploy(registry.token)
  assert.deepEqual(await api.finished(120_000), { state: 'succeeded' }, api.lines.join('\n'))
  const said = [
    'of the private registry',
    ...['test', 'before', 'build', 'deploy'].map(step => `${step}: without the token`),
  ]
  assert.deepEqual(
    api.lines.filter(line => said.includes(line)),
    said,
  )
  assert.ok(
    registry.asked.some(one => one.endsWith('.tgz 200')),
    registry.asked.join('\n'),
  )
  assert.equal(isTold(api, registry.token), false)
  // What is kept for later builds is read by them all.
  const kept = execFileSync('sh', ['-c', 'grep -srlF -- "$1" "$2" || true', 'sh', registry.token, scene.home])
  assert.equal(kept.toString(), '')
})
