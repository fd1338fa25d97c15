import { z } from 'zod'
import { Region } from './names.ts'

/** What a target role may do: use what the CDK prepared, or everything. */
export const TargetAccess = z.enum(['cdk', 'administrator'])
export type TargetAccess = z.infer<typeof TargetAccess>

export const PrepareRole = z.strictObject({
  region: Region.describe('Where the account deploys to; the role itself is the same in every region'),
  access: TargetAccess.default('cdk').describe(
    'cdk: assume the roles that the CDK prepared in the account; administrator: everything, as other tools need it',
  ),
})
export type PrepareRole = z.input<typeof PrepareRole>

/** How a role is made by which Trellis may deploy into an account. Nothing of it is secret. */
export const TargetRole = z.object({
  roleName: z.string(),
  externalId: z.string().describe('What Trellis says when it assumes the role, so that nobody else can lead it there'),
  trusted: z.string().describe('Who may assume it: the ARN by which AWS knows this Trellis'),
  quickCreateUrl: z
    .string()
    .nullable()
    .describe('Opens CloudFormation with all of it filled in, for an hour; null: this server has no place to put it'),
  parameters: z.record(z.string(), z.string()).describe('Of the template'),
  template: z.string().describe('Of CloudFormation, as JSON'),
})
export type TargetRole = z.infer<typeof TargetRole>
