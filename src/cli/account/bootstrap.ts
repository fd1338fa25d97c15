import type { Command } from 'commander'
import { prepareAccount } from '../../client/prepare-account.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { symbols } from '../view/symbols.ts'
import { plain } from '../view/text.ts'

export const bootstrapAccount = (shell: Shell): Command =>
  leaf('bootstrap', 'Prepare an account for CDK, once', {
    examples: ['trellis account bootstrap acme'],
    more: 'It makes the stack CDKToolkit there, as `cdk bootstrap` does: its execution role has AdministratorAccess, so that the CDK may make whatever an app asks for. For another policy run `npx cdk bootstrap --cloudformation-execution-policies ARN` there instead. Doing it again does no harm, and changes no policy.',
  })
    .argument('<name>')
    .action(async (name: string) => {
      const known = await shell.client.call('listAccounts')
      // Of one that there is not, the server says so at once.
      if (known.some(one => one.name === name))
        shell.terminal.note(`Preparing ${name}; this takes up to a few minutes …`)
      const { look } = shell.terminal
      const lines: string[] = []
      await prepareAccount(shell.client, name, line => {
        lines.push(line)
        shell.terminal.note(look.paint('dim', `  ${plain(line)}`))
      })
      const { paint } = look
      shell.show({ account: name, lines }, [`${paint('green', symbols.good)} ${paint('bold', name)} is ready for CDK.`])
    })
