import { buffer } from 'node:stream/consumers'
import { connectGitHub, disconnectGitHub, formOf, takeApp } from '../core/github/connect.ts'
import { listBranches, listRepositories } from '../core/github/list-repositories.ts'
import { receiveDelivery } from '../core/github/receive-delivery.ts'
import { rotateGitHub } from '../core/github/rotate.ts'
import { gitHubStatus } from '../core/github/status.ts'
import type { Ports } from '../core/ports/ports.ts'
import type { Addresses } from './addresses.ts'
import { formPage, problemPage } from './github-pages.ts'
import type { Handlers, Page } from './handlers.ts'

type GitHubRoutes =
  | 'gitHubStatus'
  | 'connectGitHub'
  | 'disconnectGitHub'
  | 'rotateGitHub'
  | 'listGitHubRepositories'
  | 'listGitHubBranches'
  | 'gitHubForm'
  | 'gitHubMade'
  | 'gitHubWebhook'

/** The connection to GitHub, and what GitHub tells. */
export function gitHubHandlers(ports: Ports, addresses: Addresses): Pick<Handlers, GitHubRoutes> {
  return {
    gitHubStatus: ({ actor }) => gitHubStatus(ports, actor),
    connectGitHub: ({ actor, body, header }) => connectGitHub(ports, actor, body, addresses.page(header('host') ?? '')),
    disconnectGitHub: async ({ actor }) => void (await disconnectGitHub(ports, actor)),
    rotateGitHub: async ({ actor, body }) => {
      await rotateGitHub(ports, actor, body)
      return gitHubStatus(ports, actor)
    },
    listGitHubRepositories: ({ actor, query }) => listRepositories(ports, actor, query),
    listGitHubBranches: ({ actor, params, query }) =>
      listBranches(ports, actor, `${params.owner}/${params.repository}`, query),

    gitHubForm: ({ query }) => orProblem(async () => formPage(await formOf(ports, query.state))),
    gitHubMade: ({ query }) => orProblem(async () => ({ location: await takeApp(ports, query.state, query.code) })),
    gitHubWebhook: async ({ header, bytes }) => {
      const accepted = await receiveDelivery(ports, {
        id: header('x-github-delivery'),
        event: header('x-github-event'),
        signature: header('x-hub-signature-256'),
        body: await buffer(bytes()),
      })
      return { accepted }
    },
  }
}

/** People see these pages: an error is told to them in words. */
const orProblem = (work: () => Promise<Page>): Promise<Page> => work().catch((error: unknown) => problemPage(error))
