import { z } from 'zod'
import { Explanation, GitCommit } from '../app.ts'
import { BranchName, Commit, CommitName } from '../names.ts'
import { app, limit } from './parameters.ts'
import type { Route } from './route.ts'

export const commitsRoutes = {
  listBranches: {
    method: 'get',
    path: '/api/v1/apps/{app}/branches',
    summary: "List the repository's branches",
    auth: 'user',
    may: 'read',
    params: app,
    status: 200,
    response: z.array(z.object({ name: z.string(), commit: Commit })),
  },
  listCommits: {
    method: 'get',
    path: '/api/v1/apps/{app}/commits',
    summary: 'List the newest commits of a branch',
    auth: 'user',
    may: 'read',
    params: app,
    query: z.object({ branch: BranchName.optional(), limit: limit(200, 30) }),
    status: 200,
    response: z.array(GitCommit),
  },
  compareCommits: {
    method: 'get',
    path: '/api/v1/apps/{app}/compare',
    summary: 'What head has and base lacks, oldest first',
    auth: 'user',
    may: 'read',
    params: app,
    query: z.object({ base: Commit, head: Commit }),
    status: 200,
    response: z.object({ commits: z.array(GitCommit), behind: z.number().int() }),
  },
  explainCommit: {
    method: 'get',
    path: '/api/v1/apps/{app}/explain/{commit}',
    summary: 'Why a commit did or did not deploy',
    auth: 'user',
    may: 'read',
    params: app.extend({ commit: CommitName }),
    status: 200,
    response: z.array(Explanation),
  },
} as const satisfies Record<string, Route>
