import { z } from 'zod'
import { Account, AddAccount, AddedAccount, SetAccount } from '../account.ts'
import { PolicyArn, Slug } from '../names.ts'
import { PrepareRole, TargetRole } from '../target-role.ts'
import type { Route } from './route.ts'

export const accountsRoutes = {
  listAccounts: {
    method: 'get',
    path: '/api/v1/accounts',
    summary: 'List the accounts',
    auth: 'user',
    may: 'read',
    status: 200,
    response: z.array(Account),
  },
  addAccount: {
    method: 'post',
    path: '/api/v1/accounts',
    summary: 'Add an account',
    auth: 'user',
    may: 'administer',
    body: AddAccount,
    status: 201,
    response: AddedAccount,
  },
  setAccount: {
    method: 'patch',
    path: '/api/v1/accounts/{account}',
    summary: 'Replace the credentials of an account by others of the same AWS account',
    auth: 'user',
    may: 'administer',
    params: z.object({ account: Slug }),
    body: SetAccount,
    status: 200,
    response: AddedAccount,
  },
  removeAccount: {
    method: 'delete',
    path: '/api/v1/accounts/{account}',
    summary: 'Remove an account',
    auth: 'user',
    may: 'administer',
    params: z.object({ account: Slug }),
    status: 204,
    response: 'empty',
  },
  prepareRole: {
    method: 'post',
    path: '/api/v1/accounts/{account}/role',
    summary: 'Say how a role is made that lets Trellis into an account, whether that is added yet or not',
    auth: 'user',
    may: 'administer',
    params: z.object({ account: Slug }),
    body: PrepareRole,
    status: 200,
    response: TargetRole,
  },
  bootstrapAccount: {
    method: 'post',
    path: '/api/v1/accounts/{account}/bootstrap',
    summary: 'Prepare an account for CDK',
    auth: 'user',
    may: 'administer',
    params: z.object({ account: Slug }),
    body: z.strictObject({
      policies: z
        .array(PolicyArn)
        .max(10, 'must be at most 10, as many as a role has')
        .optional()
        .describe("What the CDK's execution role may do, if nobody has prepared the account yet; none: everything"),
    }),
    status: 200,
    response: z.object({
      // An older server answers once it is.
      ready: z.boolean().default(true).describe('False: it goes on. Ask again after some seconds'),
      lines: z.array(z.string()).describe('What was done, or how far it is'),
    }),
  },
} as const satisfies Record<string, Route>
