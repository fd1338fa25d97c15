import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { errorOf, openApi } from './testing/api.ts'
import { finishRunning } from './testing/pipeline.ts'

const place = openApi()
before(async () => {
  place.world.source.push('main')
  await place.world.found()
  await finishRunning(place, 'development')
  await place.client.call('deploy', { params: { app: 'shop', environment: 'development' }, body: {} })
})
after(() => place.world.close())

test('the figures are told in the format of Prometheus, behind the token', async () => {
  const refused = await place.ask('/metrics')
  assert.equal((await errorOf(refused)).code, 'not_signed_in')
  const answer = await place.call('/metrics')
  assert.equal(answer.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8')
  const text = await answer.text()
  const lines = text.trimEnd().split('\n')
  // `name{label="value"} number`, each family after its two comments.
  for (const line of lines) assert.match(line, /^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"\n]*",?)+\})? -?[\d.e+]+)$/)
  for (const expected of [
    'trellis_info{version="1.2.3",isolation="process"} 1',
    'trellis_apps 1',
    'trellis_builds_running 1',
    'trellis_deployments_queued 0',
    'trellis_environment_status{app="shop",environment="development",status="deploying"} 1',
    'trellis_environment_deployments_total{app="shop",environment="development"} 2',
    'trellis_app_source_reachable{app="shop"} 1',
  ])
    assert.ok(lines.includes(expected), `${expected}\n\n${text}`)
  const comments = lines.filter(line => line.startsWith('# TYPE')).map(line => line.split(' ')[2])
  assert.equal(new Set(comments).size, comments.length)
})

test('the description of the API knows them', async () => {
  const description = (await (await place.call('/api/openapi.json')).json()) as { paths: Record<string, object> }
  assert.deepEqual(Object.keys(description.paths['/metrics'] ?? {}), ['get'])
})

test('a token that may read and nothing else is enough, and sees what it was made for', async () => {
  const asked = async (body: { name: string; app?: string }) => {
    const { token } = await place.client.call('createToken', {
      body: { ...body, actions: ['read'], expiresInDays: null },
    })
    const headers = { authorization: `Bearer ${token}` }
    const deploys = await place.ask('/api/v1/apps/shop/environments/development/deploy', {
      ...{ method: 'POST', body: '{}', headers: { ...headers, 'content-type': 'application/json' } },
    })
    assert.equal((await errorOf(deploys)).code, 'not_allowed')
    return (await place.ask('/metrics', { headers })).text()
  }
  assert.match(await asked({ name: 'prometheus' }), /^trellis_apps 1$/m)
  await place.client.call('createApp', {
    body: { name: 'blog', repository: 'https://git.example/blog.git', account: 'cloud' },
  })
  assert.match(await asked({ name: 'prometheus-2' }), /^trellis_apps 2$/m)
  const ofBlog = await asked({ name: 'of-blog', app: 'blog' })
  assert.match(ofBlog, /^trellis_apps 1$/m)
  assert.doesNotMatch(ofBlog, /app="shop"/)
})
