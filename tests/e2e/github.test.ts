import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { GitHubForm } from '../../src/contract/github.ts'
import { GitHub, signed } from '../support/github/github.ts'
import { pressButton } from '../support/github/press-button.ts'
import { Scene } from '../support/pipeline/scene.ts'
import { logOf } from '../support/pipeline/server-process.ts'
import { textsBelow } from '../support/pipeline/texts-below.ts'
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

test('a server that connects to GitHub deploys a push with a token of the App, and reports it', async () => {
  await scene.addAccount()
  const form = await scene.cli.json<GitHubForm>(['github', 'connect', '--url', github.url, '--organization', 'acme'])
  await pressButton(form.page)
  const [app] = github.state.apps.values()
  assert.ok(app?.webhookUrl)
  scene.push({ version: 'one' })
  const repository = github.addRepository({ name: 'shop', folder: join(scene.repository.path, '.git') })
  github.install()
  const url = `${github.url}/acme/shop.git`
  await scene.cli.json(['app', 'create', 'shop', '--repo', url])

  const commit = scene.push({ version: 'two' })
  const body = JSON.stringify(github.pushOf(repository, 'refs/heads/main'))
  const headers = signed(app.webhookSecret ?? '', 'push', body)
  const told = await fetch(app.webhookUrl, { method: 'POST', body, headers })
  assert.equal(told.status, 202)
  const deployment = await scene.pushed('shop', commit)
  assert.deepEqual([deployment.state, deployment.failure], ['succeeded', null])
  assert.equal(deployment.outputs.App?.Version, 'two')

  const reported = await until('GitHub to hear of the success', () => {
    const found = github.state.deployments.find(one => one.sha === commit)
    return found?.statuses.at(-1)?.state === 'success' && found
  })
  assert.equal(reported.environment, 'shop/development')
  assert.match(reported.statuses.at(-1)?.logUrl ?? '', /\/apps\/shop\/development\/\d+$/)
  const mark = await until('the mark on the commit', () =>
    github.state.commitStatuses.find(one => one.sha === commit && one.state === 'success'),
  )
  assert.equal(mark.context, 'trellis/shop/development')
  await nothingLeaked()
})

test('a clone token that is refused in the middle of a build is replaced once', async () => {
  // Every reading of heads is over when the build begins to clone: only its own token is met.
  const first = await scene.show('shop', 'development', 'latest')
  github.faults.add({
    of: /git-upload-pack/,
    times: 1,
    does: { kind: 'answer', status: 401, message: 'Invalid username or token.' },
  })
  const wish = ['deploy', 'shop', 'development', '--commit', String(first.commit), '--follow']
  const again = await scene.cli.json<{ state: string; number: number }>(wish)
  assert.equal(again.state, 'succeeded')
  assert.equal(github.faults.struck, 1)
  await nothingLeaked()
})

/** No token of GitHub stands in a log, a record that is not sealed, or a file of the home. */
async function nothingLeaked(): Promise<void> {
  const tokens = [...github.state.tokens.keys()]
  assert.ok(tokens.length > 2)
  const forms = tokens.flatMap(token => [token, Buffer.from(`x-access-token:${token}`).toString('base64')])
  const texts = (await textsBelow(scene.home)).map(([, text]) => text)
  for (const text of [...texts, readFileSync(logOf(scene.home), 'utf8')]) {
    for (const form of forms) assert.ok(!text.includes(form))
  }
}
