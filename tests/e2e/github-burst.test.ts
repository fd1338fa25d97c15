import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { GitHubForm } from '../../src/contract/github.ts'
import { burst, chanceOf, makeRepository } from '../support/github/burst.ts'
import { GitHub } from '../support/github/github.ts'
import { pressButton } from '../support/github/press-button.ts'
import { Scene } from '../support/pipeline/scene.ts'
import { ServerProcess } from '../support/pipeline/server-process.ts'
import { until } from '../support/pipeline/until.ts'

let scene: Scene
let github: GitHub
before(async () => {
  scene = await Scene.start()
  github = await GitHub.start()
})
after(async () => {
  await scene.close()
  await github.close()
})

test('a burst of pushes, shuffled and some told twice, ends at every head, though the server is killed in its middle', async () => {
  await scene.addAccount()
  const body = { url: github.url, organization: 'acme' }
  const form: GitHubForm = await scene.server.client.call('connectGitHub', { body })
  await pressButton(form.page)
  const [app] = github.state.apps.values()
  github.install()
  const repositories = []
  for (const name of ['one', 'two', 'three', 'four']) {
    const made = makeRepository(join(scene.folder, 'repositories'), name, 16)
    const { id } = github.addRepository({ name, folder: made.folder })
    repositories.push({ ...made, id })
    const wish = { name, repository: `${github.url}/acme/${name}.git`, environments: ['live', 'kept'] }
    await scene.server.client.call('createApp', { body: wish })
  }
  const { url } = scene.server
  const secret = app?.webhookSecret ?? ''
  const middle = Promise.withResolvers<void>()
  const onTaken = (count: number) => count === 20 && middle.resolve()
  const [result] = await Promise.all([
    burst({ url, secret, repositories, pushes: 14, duplicates: 4, within: 4_000, chance: chanceOf(7), onTaken }),
    middle.promise.then(async () => {
      await scene.server.kill()
      scene.server = await ServerProcess.start({ home: scene.home, port: scene.port, flags: ['--poll', '1s'] })
    }),
  ])
  assert.equal(result.times.length + result.failed.length, 60)
  // What GitHub could not deliver while nobody was there is all that was not taken.
  for (const why of result.failed) assert.match(why, /ECONNREFUSED|ECONNRESET|socket hang up/)
  for (const { name, commits } of repositories) {
    await until(
      `${name} to stand at its head`,
      async () => (await scene.environment(name, 'live')).live?.commit === commits[14],
      120_000,
    )
    const query = { environment: 'live', limit: 50 }
    const pushed = await scene.server.client.call('listDeployments', { params: { app: name }, query })
    const ids = pushed.map(one => one.commit)
    assert.equal(new Set(ids).size, ids.length, `${name}: no commit was deployed twice`)
  }
})
