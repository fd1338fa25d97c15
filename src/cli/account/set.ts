import type { Command } from 'commander'
import { invalid } from '../cli-error.ts'
import { keyFormats } from '../input/aws-keys.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { symbols } from '../view/symbols.ts'
import { noteWarnings } from '../view/warnings.ts'
import { type CredentialOptions, credentialsOf, withCredentials } from './credentials.ts'
import { describeCredentials } from './list.ts'

interface Options extends CredentialOptions {
  machine?: boolean
  verify: boolean
}

export const setAccount = (shell: Shell): Command =>
  withCredentials(
    leaf('set', 'Replace the credentials of an account', {
      examples: [
        'trellis account set acme --keys-from-stdin < keys.txt',
        'trellis account set acme --role-arn arn:aws:iam::123456789012:role/trellis',
      ],
      more: 'Environments may use it meanwhile: their next deployment takes the new ones. AWS is asked whose they are, and those of another AWS account are refused while an environment uses it. Region and endpoint stay.',
      forms: keyFormats,
    }).argument('<name>'),
  )
    .option('--machine', "The machine's own AWS credentials")
    .option('--no-verify', 'Take them without asking AWS whose they are')
    .action(async (name: string, { machine, verify, ...options }: Options) => {
      const given = await credentialsOf(shell, options)
      if (machine && given) throw invalid('--machine and other credentials were given.', 'Give one of them.')
      const credentials = machine ? { kind: 'chain' as const } : given
      if (!credentials) {
        throw invalid(
          'No credentials were given.',
          'Give --keys-from-stdin, --profile, --role-arn, or --machine for those of the server.',
        )
      }
      const account = await shell.client.call('setAccount', {
        params: { account: name },
        body: { credentials, verify },
      })
      noteWarnings(shell, account.warnings)
      const { paint } = shell.terminal.look
      const whose = account.accountId ? `, AWS account ${account.accountId}` : ''
      shell.show(
        account,
        `${paint('green', symbols.good)} Account ${paint('bold', name)} in ${account.region} now has ${describeCredentials(account)}${whose}.`,
      )
    })
