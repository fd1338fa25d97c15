import { z } from 'zod'
import { Login } from '../access.ts'
import { Slug } from '../names.ts'
import { Admission, Member, SetAdmission, SetMember, SignInWays, Who } from '../person.ts'
import type { Route } from './route.ts'

const member = z.object({ login: Login })

export const peopleRoutes = {
  listMembers: {
    method: 'get',
    path: '/api/v1/members',
    summary: 'Who may do what',
    auth: 'user',
    may: 'read',
    status: 200,
    response: z.array(Member),
  },
  setMember: {
    method: 'put',
    path: '/api/v1/members/{login}',
    summary: 'Give a person a role',
    auth: 'user',
    may: 'signed-in',
    params: member,
    body: SetMember,
    status: 200,
    response: Member,
  },
  removeMember: {
    method: 'delete',
    path: '/api/v1/members/{login}',
    summary: 'Take a role away, or shut a person out',
    auth: 'user',
    may: 'signed-in',
    params: member,
    query: z.object({ app: Slug.optional().describe('Only the role on this app') }),
    status: 204,
    response: 'empty',
  },
  listAdmissions: {
    method: 'get',
    path: '/api/v1/sign-in/admissions',
    summary: 'Whom sign-in lets in',
    auth: 'user',
    may: 'read',
    status: 200,
    response: z.array(Admission),
  },
  setAdmission: {
    method: 'put',
    path: '/api/v1/sign-in/admissions',
    summary: 'Let an organisation, a team or a person in',
    auth: 'user',
    may: 'administer',
    body: SetAdmission,
    status: 200,
    response: z.array(Admission),
  },
  removeAdmission: {
    method: 'delete',
    path: '/api/v1/sign-in/admissions',
    summary: 'Let them in no longer',
    auth: 'user',
    may: 'administer',
    query: z.object({ who: Who }),
    status: 200,
    response: z.array(Admission),
  },
  signInWays: {
    method: 'get',
    path: '/api/v1/sign-in',
    summary: 'How people sign in here',
    auth: 'none',
    status: 200,
    response: SignInWays,
  },
  departToGitHub: {
    method: 'get',
    path: '/github/sign-in',
    summary: 'Sends a browser to GitHub, to sign in',
    auth: 'none',
    limit: 60,
    status: 200,
    response: 'page',
  },
  arriveFromGitHub: {
    method: 'get',
    path: '/github/signed-in',
    summary: 'Where GitHub sends the browser back to',
    auth: 'none',
    query: z.object({
      code: z.string().max(500).optional(),
      state: z.string().max(500).optional(),
      error: z.string().max(200).optional(),
      error_description: z.string().max(1_000).optional(),
    }),
    status: 200,
    response: 'page',
  },
} as const satisfies Record<string, Route>
