import type { Command } from 'commander'
import { prepareAccount } from '../../client/prepare-account.ts'
import { policyArn } from '../aws/place.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { symbols } from '../view/symbols.ts'
import { plain } from '../view/text.ts'

export const bootstrapAccount = (shell: Shell): Command =>
  leaf('bootstrap', 'Prepare an account for CDK, once', {
    examples: [
      'trellis account bootstrap acme',
      'trellis account bootstrap acme --bootstrap-policy arn:aws:iam::aws:policy/PowerUserAccess',
    ],
    more: 'It makes the stack CDKToolkit there, as `cdk bootstrap` does: its execution role has AdministratorAccess, so that the CDK may make whatever an app asks for. --bootstrap-policy gives it another one, which has to allow what your apps deploy. Doing it again does no harm, and changes no policy: `npx cdk bootstrap --cloudformation-execution-policies ARN` does.',
  })
    .argument('<name>')
    .option(
      '--bootstrap-policy <arn>',
      'What the CDK may do in the account, if it is not prepared yet (default: everything); again for more',
      policyArn,
    )
    .action(async (name: string, { bootstrapPolicy: policies }: { bootstrapPolicy?: string[] }) => {
      const known = await shell.client.call('listAccounts')
      // Of one that there is not, the server says so at once.
      if (known.some(one => one.name === name))
        shell.terminal.note(`Preparing ${name}; this takes up to a few minutes …`)
      const { look } = shell.terminal
      const lines: string[] = []
      const onLine = (line: string) => {
        lines.push(line)
        shell.terminal.note(look.paint('dim', `  ${plain(line)}`))
      }
      await prepareAccount(shell.client, name, onLine, { policies })
      const { paint } = look
      shell.show({ account: name, lines }, [`${paint('green', symbols.good)} ${paint('bold', name)} is ready for CDK.`])
    })
