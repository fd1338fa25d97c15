import assert from 'node:assert/strict'
import { test } from 'node:test'
import { App, Octokit } from 'octokit'
import { GitHub } from '../support/github/github.ts'

function open(github: GitHub) {
  const { id, pem } = github.addApp()
  const installation = github.install()
  const Here = Octokit.defaults({ baseUrl: `${github.url}/api/v3`, retry: { enabled: false } })
  const app = new App({ appId: id, privateKey: pem, Octokit: Here })
  return { app, installation, Here }
}

test('an unmodified octokit signs in as an App and lists a thousand repositories', async () => {
  await using github = await GitHub.start()
  for (let n = 0; n < 1000; n++) github.addRepository({ name: `r-${n}`, branches: { main: 'a'.repeat(40) } })
  const { app, installation } = open(github)
  const octokit = await app.getInstallationOctokit(installation.id)
  const all = await octokit.paginate('GET /installation/repositories', { per_page: 100 })
  assert.equal(all.length, 1000)
  const [repository] = await octokit.paginate('GET /repos/{owner}/{repo}/branches', { owner: 'acme', repo: 'r-7' })
  assert.equal(repository?.name, 'main')
  assert.equal((await app.octokit.request('GET /app')).data?.owner?.id, 1)
  const installations = await app.octokit.paginate('GET /app/installations')
  assert.equal(installations.length, 1)
})

test('deployments and statuses are taken from whoever may write them, and a person of an organisation is known', async () => {
  await using github = await GitHub.start()
  const repository = github.addRepository({ name: 'shop', branches: { main: 'a'.repeat(40) } })
  const { app, installation, Here } = open(github)
  const octokit = await app.getInstallationOctokit(installation.id)
  const where = { owner: 'acme', repo: 'shop' }
  const { data } = await octokit.request('POST /repos/{owner}/{repo}/deployments', { ...where, ref: 'main' })
  assert.ok('id' in data)
  const status = { ...where, deployment_id: Number(data.id), state: 'success' } as const
  await octokit.request('POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses', status)
  const sha = 'a'.repeat(40)
  await octokit.request('POST /repos/{owner}/{repo}/statuses/{sha}', { ...where, sha, state: 'success' })
  assert.equal(github.state.deployments[0]?.statuses[0]?.state, 'success')
  assert.equal(github.state.commitStatuses[0]?.repository, repository.id)
  github.addUser('ada', ['acme'], ['acme/ops'])
  const membership = { org: 'acme', team_slug: 'ops', username: 'ada' }
  await octokit.request('GET /orgs/{org}/teams/{team_slug}/memberships/{username}', membership)
  await octokit.request('GET /orgs/{org}/members/{username}', { org: 'acme', username: 'ada' })
  github.state.userTokens.set('ghu_x', { login: 'ada', expiresAt: Date.now() + 1e6 })
  const ada = new Here({ auth: 'ghu_x' })
  assert.equal((await ada.request('GET /user')).data.login, 'ada')
  assert.equal((await ada.request('GET /user/orgs')).data[0]?.login, 'acme')
  assert.equal((await ada.request('GET /user/teams')).data[0]?.slug, 'ops')
  assert.equal((await ada.request('GET /user/memberships/orgs/{org}', { org: 'acme' })).data.state, 'active')
})

test('a request that GitHub does not describe fails the test that made it', async () => {
  const github = await GitHub.start()
  const { app, Here } = open(github)
  await assert.rejects(new Here().request('GET /octocat'))
  await app.octokit.request('GET /app/installations', { per_page: 'many' as unknown as number })
  await assert.rejects(github.close(), /nobody knows GET \/octocat\n.*per_page must be integer/s)
})
