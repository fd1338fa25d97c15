import type { Command } from 'commander'
import type { Account } from '../../contract/account.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { table } from '../view/table.ts'

export const listAccounts = (shell: Shell): Command =>
  leaf('list', 'List the accounts', { examples: ['trellis account list'] }).action(async () => {
    const accounts = await shell.client.call('listAccounts')
    const { look } = shell.terminal
    const lines = table<Account>(
      [
        { title: 'NAME', text: one => one.name, draw: text => look.paint('bold', text), least: 10 },
        { title: 'REGION', text: one => one.region },
        { title: 'AWS ACCOUNT', text: one => one.accountId ?? '', dispensable: 1 },
        { title: 'CREDENTIALS', text: describeCredentials, least: 16 },
        { title: 'ENDPOINT', text: one => one.endpointUrl ?? '', least: 16, dispensable: 2 },
      ],
      accounts,
      look,
    )
    shell.show(accounts, accounts.length > 0 ? lines : none)
  })

const none = [
  'No accounts yet: an app needs one to deploy to.',
  'By a role, the only way of a Trellis in AWS: trellis account role NAME --region REGION --make',
  "By this machine's own AWS credentials, or a profile: trellis account add NAME --region REGION [--profile PROFILE]",
]

export function describeCredentials({ credentials }: Account): string {
  const { kind, profile, roleArn, accessKeyId } = credentials
  switch (kind) {
    case 'chain':
      return "the machine's own"
    case 'profile':
      return `profile ${profile}`
    case 'role':
      return `role ${roleArn}`
    case 'keys':
      return `keys of ${accessKeyId ?? 'an access key'}`
  }
}
