import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { GitHubStatus } from '../../src/contract/github.ts'
import { openGitHubScene } from '../support/github/scene.ts'

test('from one click to a deployment: the App is made, given a repository, and a push deploys with its token', async t => {
  const scene = await openGitHubScene(t)
  const { github, client, scratch } = scene
  assert.equal((await client.call('gitHubStatus')).pushes, 'off')
  const form = await client.call('connectGitHub', { body: { url: `${github.url}/`, organization: 'acme' } })
  const installPage = await scene.clickThrough(form.page)
  const [app] = github.state.apps.values()
  assert.ok(app)
  assert.match(installPage, /\/installations\/new$/)
  assert.deepEqual(app.permissions, {
    ...{ contents: 'read', metadata: 'read', deployments: 'write', statuses: 'write', checks: 'write' },
    ...{ pull_requests: 'write', members: 'read' },
  })
  assert.equal(app.webhookUrl, 'https://trellis.example/webhooks/github')
  assert.ok(app.webhookSecret)

  const repository = scene.addRepository()
  github.install()
  await scene.createApp('shop', repository)
  const second = scratch.commit('Second')
  const answer = await scene.post('push', github.pushOf(repository, 'refs/heads/main'))
  assert.equal(answer.status, 202)
  assert.deepEqual(await answer.json(), { accepted: true })
  await scene.work()
  const [newest, first, ...others] = await scene.deployments('shop')
  assert.deepEqual([newest?.commit, newest?.kind, newest?.why], [second, 'push', 'push to main'])
  assert.equal(first?.title, 'First')
  assert.deepEqual(others, [])

  // Narrowed to the one repository, and to reading.
  const cloning = [...github.state.tokens.values()].filter(one => one.permissions.contents)
  assert.ok(cloning.length > 0)
  for (const token of cloning) {
    assert.deepEqual(token.permissions, { contents: 'read' })
    assert.deepEqual([...(token.repositories ?? [])], [repository.id])
  }
  const status: GitHubStatus = await client.call('gitHubStatus')
  assert.equal(status.pushes, 'webhook')
  assert.deepEqual(
    status.installations.map(one => [one.account, one.suspended]),
    [['acme', false]],
  )
  assert.deepEqual(scene.errors, [])
  // Nothing secret is shown or stands open in the records.
  const record = JSON.stringify(await scene.ports.connections.connection())
  for (const secret of [app.clientSecret, app.webhookSecret, 'PRIVATE KEY']) {
    assert.ok(!record.includes(secret ?? '?') && !JSON.stringify(status).includes(secret ?? '?'))
  }
})
