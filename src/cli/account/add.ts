import type { Command } from 'commander'
import { AddAccount } from '../../contract/account.ts'
import { Region, Slug } from '../../contract/names.ts'
import { keyFormats } from '../input/aws-keys.ts'
import { fits } from '../input/fits.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { symbols } from '../view/symbols.ts'
import { noteWarnings } from '../view/warnings.ts'
import { type CredentialOptions, credentialsOf, withCredentials } from './credentials.ts'
import { describeCredentials } from './list.ts'

interface Options extends CredentialOptions {
  region: string
  endpointUrl?: string
  verify: boolean
}

export const addAccount = (shell: Shell): Command =>
  withCredentials(
    leaf('add', 'Add an account', {
      examples: [
        'trellis account add acme --region eu-central-1 --profile acme',
        'trellis account add live --region eu-central-1 --role-arn arn:aws:iam::123456789012:role/trellis-target-live',
        'trellis account add acme --region eu-central-1 --keys-from-stdin < keys.txt',
      ],
      more: "Without --profile, --role-arn and --keys-from-stdin the machine's own AWS credentials are used. AWS is asked whose they are: an account whose credentials it refuses is not added. `trellis account role NAME` makes a role for --role-arn.",
      forms: keyFormats,
    })
      .argument('<name>', 'What Trellis calls it', fits('The name', Slug))
      .requiredOption('--region <region>', 'Where it deploys to, such as eu-central-1', fits('--region', Region))
      .option(
        '--endpoint-url <url>',
        'An AWS-compatible emulator instead of AWS',
        fits('--endpoint-url', AddAccount.shape.endpointUrl),
      ),
  )
    .option('--no-verify', 'Add it without asking AWS whether its credentials work')
    .action(async (name: string, options: Options) => {
      const { region, endpointUrl, verify } = options
      const credentials = (await credentialsOf(shell, options)) ?? { kind: 'chain' as const }
      const account = await shell.client.call('addAccount', {
        body: { name, region, credentials, verify, ...(endpointUrl ? { endpointUrl } : {}) },
      })
      noteWarnings(shell, account.warnings)
      const { paint } = shell.terminal.look
      shell.show(account, [
        `${paint('green', symbols.good)} Account ${paint('bold', name)} in ${region}: ${describeCredentials(account)}${account.accountId ? `, AWS account ${account.accountId}` : ''}.`,
        paint('dim', `  If CDK was never used there: trellis account bootstrap ${name}`),
      ])
    })
