import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { parse } from 'yaml'
import { openApi } from '../../src/api/testing/api.ts'
import { finishRunning } from '../../src/api/testing/pipeline.ts'
import { runCli } from '../../src/cli/testing/run-cli.ts'
import { listen, urlOf } from '../../src/entry/listen.ts'

const page = readFileSync(new URL('../../docs/ci.md', import.meta.url), 'utf8')
const block = (language: string, holding: string) => {
  const found = page.split('```').find(text => text.startsWith(`${language}\n`) && text.includes(holding))
  assert.ok(found, `docs/ci.md has no block with ${holding}`)
  return found.slice(language.length + 1)
}

/** A server over which deployments end when the test says so, and a token as the page makes it. */
async function open(t: TestContext) {
  const place = openApi()
  const { api, client, world } = place
  world.source.push('main')
  await world.found()
  const server = await listen(request => api.fetch(request), { host: '127.0.0.1', port: 0 })
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const TRELLIS_URL = urlOf(server, '127.0.0.1')
  const [line = ''] = block('sh', 'trellis token create').split('\n')
  const options = { env: { HOME: '/nowhere', TRELLIS_URL, TRELLIS_TOKEN: 'the-right-token' } }
  const made = await runCli([...line.split(' ').slice(1), '--json'], options)
  const { token: TRELLIS_TOKEN } = made.json() as { token: string }
  const env = { TRELLIS_URL, TRELLIS_TOKEN, APP: 'shop', ENVIRONMENT: 'staging', COMMIT: world.source.head('main') }
  const run = (script: string) =>
    new Promise<{ code: number; out: string }>(resolve => {
      const child = execFile('bash', ['-c', script], { env: { ...process.env, ...env } }, (_, out, err) =>
        resolve({ code: child.exitCode ?? -1, out: out + err }),
      )
    })
  /** Ends the deployment once it is there. */
  async function end(number: number, state: 'succeeded' | 'failed') {
    const asked = { params: { app: 'shop', environment: 'staging', number } } as const
    while ((await client.call('showDeployment', asked).catch(() => null))?.state !== 'running') {
      await new Promise(resolve => setTimeout(resolve, 20))
    }
    await finishRunning(place, 'staging', { state })
  }
  return { ...place, env, run, end }
}

test('one curl of docs/ci.md triggers a deployment, and another waits for its end, good or bad', async t => {
  const { run, end, client } = await open(t)
  const script = block('sh', '# wait')
  const [good] = await Promise.all([run(script), end(1, 'succeeded')])
  assert.equal(good.code, 0, good.out)
  const shown = JSON.parse(good.out) as { number: number; state: string; actor: object }
  assert.deepEqual([shown.number, shown.state, shown.actor], [1, 'succeeded', { kind: 'token', name: 'ci' }])
  const [bad] = await Promise.all([run(script), end(2, 'failed')])
  assert.equal(bad.code, 22, bad.out)
  assert.match(bad.out, /deployment_unsuccessful/)
  await client.call('revokeToken', { params: { name: 'ci' } })
  const refused = await run(script)
  assert.notEqual(refused.code, 0)
  assert.match(refused.out, /not_signed_in/)
})

test('the step for GitHub Actions does the same', async t => {
  const { run, end } = await open(t)
  const { jobs } = parse(block('yaml', 'jobs:'))
  const [step] = jobs.deploy.steps as { run: string; env: Record<string, string> }[]
  assert.deepEqual(Object.keys(step?.env ?? {}).sort(), [
    'APP',
    'COMMIT',
    'ENVIRONMENT',
    'TRELLIS_TOKEN',
    'TRELLIS_URL',
  ])
  const [done] = await Promise.all([run(step?.run ?? ''), end(1, 'succeeded')])
  assert.equal(done.code, 0, done.out)
})

test('an end that is not there yet is told at once or after a while, as asked', async t => {
  const { client } = await open(t)
  const params = { app: 'shop', environment: 'development', number: 1 }
  await assert.rejects(client.call('deploymentEnd', { params, query: { within: 0 } }), {
    code: 'not_over',
    status: 408,
  })
})
