import type { Command } from 'commander'
import { CliError } from '../cli-error.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { conclude, type FollowOption } from './follow.ts'

interface Options extends FollowOption {
  yes?: boolean
  deleteRetained?: boolean
}

export const teardown = (shell: Shell): Command =>
  leaf('teardown', 'Remove everything of an environment from the cloud', {
    examples: [
      'trellis teardown hello staging --yes --follow',
      'trellis teardown hello staging --yes --delete-retained --follow',
    ],
    more: 'What its stacks leave behind (tables and buckets, as a rule) is listed by name, and stays unless --delete-retained is given.',
  })
    .argument('<app>')
    .argument('<environment>')
    .option('--yes', 'Yes, remove it; without this nothing happens')
    .option('--delete-retained', 'Also delete what the stacks leave behind, with all data in it')
    .option('--follow', 'Show the log, and stay until it is over')
    .action(async (app: string, environment: string, { yes, deleteRetained = false, follow }: Options) => {
      if (!yes) throw unconfirmed(app, environment, deleteRetained)
      const body = { confirm: environment, deleteRetained }
      await conclude(shell, await shell.client.call('teardown', { params: { app, environment }, body }), follow)
    })

function unconfirmed(app: string, environment: string, deleteRetained: boolean): CliError {
  return new CliError(
    'confirmation_required',
    'invalid',
    `This would remove everything of ${environment} of ${app} from the cloud${deleteRetained ? ', with all its data' : ''}. Nothing was done.`,
    `If that is what you want, say so: trellis teardown ${app} ${environment} --yes${deleteRetained ? ' --delete-retained' : ''}`,
  )
}
