import { z } from 'zod'
import { ClaimJob, CloneCredential, CloudCredentials, EventsAnswer, JobSpec, PostEvents } from '../job.ts'
import { job } from './parameters.ts'
import type { Route } from './route.ts'

export const jobsRoutes = {
  claimJob: {
    method: 'post',
    path: '/api/v1/jobs/claim',
    summary: 'A runner takes its job',
    auth: 'job',
    body: ClaimJob,
    status: 200,
    response: z.object({ job: JobSpec }),
  },
  postEvents: {
    method: 'post',
    path: '/api/v1/jobs/{deployment}/events',
    summary: 'A runner reports',
    auth: 'job',
    params: job,
    body: PostEvents,
    status: 200,
    response: EventsAnswer,
  },
  renewCredentials: {
    method: 'post',
    path: '/api/v1/jobs/{deployment}/credentials',
    summary: 'Fresh cloud credentials for a running job',
    auth: 'job',
    params: job,
    status: 200,
    response: CloudCredentials,
  },
  cloneCredential: {
    method: 'post',
    path: '/api/v1/jobs/{deployment}/clone-credential',
    summary: "What opens the job's repository",
    auth: 'job',
    params: job,
    status: 200,
    response: z.object({ credential: CloneCredential }),
  },
  putArtifact: {
    method: 'put',
    path: '/api/v1/jobs/{deployment}/artifact',
    summary: 'A runner keeps what it deployed',
    auth: 'job',
    params: job,
    body: 'bytes',
    status: 200,
    response: z.object({ digest: z.string(), bytes: z.number().int() }),
  },
  getArtifact: {
    method: 'get',
    path: '/api/v1/jobs/{deployment}/artifact',
    summary: 'A runner fetches what it shall deploy',
    auth: 'job',
    params: job,
    status: 200,
    response: 'bytes',
  },
} as const satisfies Record<string, Route>
