import { z } from 'zod'
import {
  ConnectGitHub,
  GitHubForm,
  GitHubLogin,
  GitHubRepository,
  GitHubRepositoryName,
  GitHubStatus,
  RotateGitHub,
} from '../github.ts'
import { limit } from './parameters.ts'
import type { Route } from './route.ts'

const search = z.string().max(200).default('').describe('Only those whose name holds it')
const state = z.string().min(1).max(200)

export const gitHubRoutes = {
  gitHubStatus: {
    method: 'get',
    path: '/api/v1/github',
    summary: 'How this server is connected to GitHub',
    auth: 'user',
    may: 'read',
    status: 200,
    response: GitHubStatus,
  },
  connectGitHub: {
    method: 'post',
    path: '/api/v1/github/connection',
    summary: 'Begin to make a GitHub App for this server',
    auth: 'user',
    may: 'administer',
    body: ConnectGitHub,
    status: 201,
    response: GitHubForm,
  },
  disconnectGitHub: {
    method: 'delete',
    path: '/api/v1/github/connection',
    summary: 'Forget the GitHub App',
    auth: 'user',
    may: 'administer',
    status: 204,
    response: 'empty',
  },
  rotateGitHub: {
    method: 'post',
    path: '/api/v1/github/rotation',
    summary: 'Exchange the webhook secret or the private key',
    auth: 'user',
    may: 'administer',
    body: RotateGitHub,
    status: 200,
    response: GitHubStatus,
  },
  listGitHubRepositories: {
    method: 'get',
    path: '/api/v1/github/repositories',
    summary: 'The repositories that the GitHub App may read',
    auth: 'user',
    may: 'administer',
    query: z.object({ search, limit: limit(5_000, 1_000) }),
    status: 200,
    response: z.object({ repositories: z.array(GitHubRepository), total: z.number().int() }),
  },
  listGitHubBranches: {
    method: 'get',
    path: '/api/v1/github/repositories/{owner}/{repository}/branches',
    summary: 'The branches of one of them',
    auth: 'user',
    may: 'administer',
    params: z.object({ owner: GitHubLogin, repository: GitHubRepositoryName }),
    query: z.object({ search, limit: limit(5_000, 1_000) }),
    status: 200,
    response: z.object({ branches: z.array(z.string()), total: z.number().int() }),
  },
  gitHubForm: {
    method: 'get',
    path: '/github/connect',
    summary: 'The page that posts the form which makes the GitHub App',
    auth: 'none',
    query: z.object({ state }),
    status: 200,
    response: 'page',
  },
  gitHubMade: {
    method: 'get',
    path: '/github/connected',
    summary: 'Where GitHub sends the browser once the App is made',
    auth: 'none',
    query: z.object({ state, code: z.string().min(1).max(200) }),
    status: 200,
    response: 'page',
  },
  gitHubWebhook: {
    method: 'post',
    path: '/webhooks/github',
    summary: 'GitHub tells what happened',
    auth: 'signature',
    body: 'bytes',
    status: 202,
    response: z.object({ accepted: z.boolean().describe('False: it was told before') }),
  },
} as const satisfies Record<string, Route>
