import type { TestContext } from 'node:test'
import { GitSourceHost } from '../../../src/adapters/git/source-host.ts'
import { ScratchRepository } from '../../../src/adapters/git/testing/repository.ts'
import { OctokitGitHub } from '../../../src/adapters/github/github.ts'
import { GitHubPeople } from '../../../src/adapters/github/people-host.ts'
import { openApi } from '../../../src/api/testing/api.ts'
import type { Deployment } from '../../../src/contract/deployment.ts'
import { cloneCredential } from '../../../src/core/github/clone-credential.ts'
import { signInApp } from '../../../src/core/github/open-connection.ts'
import type { Ports } from '../../../src/core/ports/ports.ts'
import { deliver } from '../../../src/core/recovery/deliver.ts'
import { detectCommits } from '../../../src/entry/detect-commit.ts'
import { GitHub, signed } from './github.ts'
import { pressButton } from './press-button.ts'
import type { AppOfGitHub, Repository } from './state.ts'

const site = 'https://trellis.example'

export type GitHubScene = Awaited<ReturnType<typeof openGitHubScene>>

/** The API in this process, with the real octokit and the real git, against a GitHub of the test's own. No builds run. */
export async function openGitHubScene(
  test: TestContext,
  { publicUrl = site as string | null }: { publicUrl?: string | null } = {},
) {
  const github = await GitHub.start()
  test.after(() => github.close())
  const scratch = new ScratchRepository()
  test.after(() => scratch[Symbol.dispose]())
  const where = { site: publicUrl }
  const now = { clock: () => 0 }
  /** How long GitHub may take to answer: to be shortened for a moment. */
  const patience = { now: () => now.clock(), timeoutMs: 30_000 }
  const port = new OctokitGitHub(patience)
  const api = openApi({
    ...(publicUrl ? { publicUrl } : {}),
    ports: (bare): Partial<Ports> => {
      now.clock = () => bare.clock.now()
      const needs = { ...bare, github: port }
      const source = new GitSourceHost({
        folder: scratch.mirrors,
        credentialFor: repository => cloneCredential(needs, repository),
      })
      const detector = detectCommits(scratch.root, repository => cloneCredential(needs, repository))
      const people = new GitHubPeople({ ...patience, app: () => signInApp(bare) })
      return { github: port, people, source, detector, site: () => where.site }
    },
  })
  const { ports, call, ask } = api
  const credentials = { kind: 'keys', accessKeyId: 'AKIATEST' } as const
  const account = { name: 'cloud', region: 'eu-central-1', endpointUrl: null, credentials, secret: null }
  await ports.accounts.addAccount(account)
  const errors: unknown[] = []

  const clickThrough = (page: string): Promise<string> =>
    pressButton(page, async url => await ask(url.replace(/^https?:\/\/[^/]+/, '')))

  return {
    ...api,
    github,
    scratch,
    errors,
    patience,
    clickThrough,
    /** Connects as a person would. @returns the App as GitHub has it */
    async connect(): Promise<AppOfGitHub> {
      const body = JSON.stringify({ url: github.url, organization: 'acme' })
      const form = (await (await call('/api/v1/github/connection', { method: 'POST', body })).json()) as {
        page: string
      }
      await clickThrough(form.page)
      const app = [...github.state.apps.values()].at(-1)
      if (!app) throw new Error('there is no App')
      return app
    },
    /** A repository of GitHub with commits of its own; only the App gets in. */
    addRepository(name = 'shop'): Repository {
      if (scratch.refs() === '') scratch.commit('First')
      return github.addRepository({ name, folder: `${scratch.path}/.git` })
    },
    /** An app of a repository. */
    async createApp(name: string, repository: Repository, more: Record<string, unknown> = {}): Promise<void> {
      const url = `${github.url}/${repository.owner}/${repository.name}.git`
      const body = JSON.stringify({ name, repository: url, ...more })
      const answer = await call('/api/v1/apps', { method: 'POST', body })
      if (!answer.ok) throw new Error(`no app was made: ${await answer.text()}`)
    },
    /** As GitHub posts it. @param id of the delivery */
    post(event: string, payload: unknown, { id, secret }: { id?: string; secret?: string } = {}) {
      const body = JSON.stringify(payload)
      const own = secret ?? [...github.state.apps.values()].at(-1)?.webhookSecret ?? ''
      return ask('/webhooks/github', { method: 'POST', body, headers: signed(own, event, body, id) })
    },
    /** Works off what the outbox holds by now. */
    async work(): Promise<void> {
      while ((await deliver(ports, error => errors.push(error))) > 0) {
        // What follows from it may be due at once.
      }
    },
    async deployments(app: string, environment = 'development'): Promise<Deployment[]> {
      const answer = await call(`/api/v1/apps/${app}/deployments?environment=${environment}`)
      return (await answer.json()) as Deployment[]
    },
  }
}
