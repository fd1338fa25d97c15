import { z } from 'zod'
import { Region, Slug } from './names.ts'

export const RoleArn = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/,
    'is not the ARN of a role, such as arn:aws:iam::123456789012:role/trellis',
  )

/** How Trellis gets credentials for an account. Keys are stored encrypted and never shown again. */
export const AccountCredentials = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('chain') }).describe("The machine's own AWS chain"),
  z.object({ kind: z.literal('profile'), profile: z.string().min(1).max(200) }),
  z.object({
    kind: z.literal('role'),
    roleArn: RoleArn,
  }),
  z.object({
    kind: z.literal('keys'),
    accessKeyId: z.string().min(1).max(200),
    secretAccessKey: z.string().min(1).max(200),
    sessionToken: z.string().min(1).max(5000).optional(),
  }),
])
export type AccountCredentials = z.infer<typeof AccountCredentials>

export const AddAccount = z.strictObject({
  name: Slug,
  region: Region,
  endpointUrl: z
    .url({ protocol: /^https?$/, error: 'must be a web address, such as http://127.0.0.1:4566' })
    .optional()
    .describe('An AWS-compatible emulator'),
  credentials: AccountCredentials.default({ kind: 'chain' }),
  verify: z.boolean().default(true).describe('Ask AWS whose the credentials are, and add nothing if it refuses them'),
})
export type AddAccount = z.input<typeof AddAccount>

/** Other credentials for the same place. Region and endpoint stay: what stands there would be left behind. */
export const SetAccount = z.strictObject({
  credentials: AccountCredentials,
  verify: z
    .boolean()
    .default(true)
    .describe('Ask AWS whose the credentials are, and change nothing if it refuses them'),
})
export type SetAccount = z.input<typeof SetAccount>

/** An account as it is shown: without its keys. */
export const Account = z.object({
  name: Slug,
  region: Region,
  endpointUrl: z.string().nullable(),
  accountId: z
    .string()
    .nullable()
    .describe(
      'Which AWS account it is, as AWS said when the credentials were given, or as its role says; null: nobody asked',
    ),
  credentials: z.object({
    kind: z.enum(['chain', 'profile', 'role', 'keys']),
    profile: z.string().optional(),
    roleArn: z.string().optional(),
    externalId: z.string().optional().describe('What Trellis says when it assumes the role'),
    accessKeyId: z.string().optional(),
  }),
})
export type Account = z.infer<typeof Account>

/** An account that was just added, or got other credentials. */
export const AddedAccount = Account.extend({ warnings: z.array(z.string()) })
export type AddedAccount = z.infer<typeof AddedAccount>
