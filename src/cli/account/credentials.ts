import { type Command, Option } from 'commander'
import { type AccountCredentials, RoleArn } from '../../contract/account.ts'
import { parseAwsKeys } from '../input/aws-keys.ts'
import { fits } from '../input/fits.ts'
import { readInput } from '../input/read-input.ts'
import type { Shell } from '../shell.ts'

export interface CredentialOptions {
  profile?: string
  roleArn?: string
  keysFromStdin?: boolean
}

/** The ways into an account, of which one may be given. */
export const withCredentials = (command: Command): Command =>
  command
    .option('--profile <profile>', 'A profile of the AWS configuration on the server')
    .addOption(
      new Option('--role-arn <arn>', 'A role to assume').argParser(fits('--role-arn', RoleArn)).conflicts('profile'),
    )
    .addOption(
      new Option('--keys-from-stdin', 'Read access keys from standard input; they are stored encrypted').conflicts([
        'profile',
        'roleArn',
      ]),
    )

/** Undefined: none was given. */
export async function credentialsOf(shell: Shell, options: CredentialOptions): Promise<AccountCredentials | undefined> {
  const { profile, roleArn, keysFromStdin } = options
  if (profile) return { kind: 'profile', profile }
  if (roleArn) return { kind: 'role', roleArn }
  if (!keysFromStdin) return undefined
  return { kind: 'keys', ...parseAwsKeys(await readInput(shell, 'AKIA… SECRET [SESSION-TOKEN]')) }
}
