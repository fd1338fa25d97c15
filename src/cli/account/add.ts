import { type Command, Option } from 'commander'
import type { AccountCredentials } from '../../contract/account.ts'
import { keyFormats, parseAwsKeys } from '../input/aws-keys.ts'
import { readInput } from '../input/read-input.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { symbols } from '../view/symbols.ts'
import { describeCredentials } from './list.ts'

interface Options {
  region: string
  endpointUrl?: string
  profile?: string
  roleArn?: string
  keysFromStdin?: boolean
  verify: boolean
}

export const addAccount = (shell: Shell): Command =>
  leaf('add', 'Add an account', {
    examples: [
      'trellis account add acme --region eu-central-1 --profile acme',
      'trellis account add live --region eu-central-1 --role-arn arn:aws:iam::123456789012:role/trellis',
      'trellis account add acme --region eu-central-1 --keys-from-stdin < keys.txt',
    ],
    more: "Without --profile, --role-arn and --keys-from-stdin the machine's own AWS credentials are used. AWS is asked whose they are: an account whose credentials it refuses is not added.",
    forms: keyFormats,
  })
    .argument('<name>')
    .requiredOption('--region <region>', 'Where it deploys to, such as eu-central-1')
    .option('--endpoint-url <url>', 'An AWS-compatible emulator instead of AWS')
    .option('--profile <profile>', 'A profile of the AWS configuration on the server')
    .addOption(new Option('--role-arn <arn>', 'A role to assume').conflicts('profile'))
    .addOption(
      new Option('--keys-from-stdin', 'Read access keys from standard input; they are stored encrypted').conflicts([
        'profile',
        'roleArn',
      ]),
    )
    .option('--no-verify', 'Add it without asking AWS whether its credentials work')
    .action(async (name: string, options: Options) => {
      const { region, endpointUrl, verify } = options
      const credentials = await credentialsOf(shell, options)
      const account = await shell.client.call('addAccount', {
        body: { name, region, credentials, verify, ...(endpointUrl ? { endpointUrl } : {}) },
      })
      const { paint } = shell.terminal.look
      shell.show(account, [
        `${paint('green', symbols.good)} Account ${paint('bold', name)} in ${region}: ${describeCredentials(account)}${account.accountId ? `, AWS account ${account.accountId}` : ''}.`,
        paint('dim', `  If CDK was never used there: trellis account bootstrap ${name}`),
      ])
    })

async function credentialsOf(shell: Shell, options: Options): Promise<AccountCredentials> {
  const { profile, roleArn, keysFromStdin } = options
  if (profile) return { kind: 'profile', profile }
  if (roleArn) return { kind: 'role', roleArn }
  if (!keysFromStdin) return { kind: 'chain' }
  return { kind: 'keys', ...parseAwsKeys(await readInput(shell, 'AKIA… SECRET [SESSION-TOKEN]')) }
}
