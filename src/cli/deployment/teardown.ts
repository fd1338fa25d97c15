import type { Command } from 'commander'
import { ApiError } from '../../client/api-error.ts'
import type { Standing } from '../../contract/preview.ts'
import { CliError } from '../cli-error.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { plain } from '../view/text.ts'
import { conclude, type FollowOption } from './follow.ts'

interface Options extends FollowOption {
  yes?: boolean
  deleteRetained?: boolean
}

export const teardown = (shell: Shell): Command =>
  leaf('teardown', 'Remove everything of an environment from the cloud', {
    examples: [
      'trellis teardown hello staging',
      'trellis teardown hello staging --yes --follow',
      'trellis teardown hello staging --yes --delete-retained --follow',
    ],
    more: 'What its stacks leave behind (tables and buckets, as a rule) is listed by name, and stays unless --delete-retained is given.',
  })
    .argument('<app>')
    .argument('<environment>')
    .option('--yes', 'Yes, remove it; without this nothing happens, and what would go is told')
    .option('--delete-retained', 'Also delete what the stacks leave behind, with all data in it')
    .option('--follow', 'Show the log, and stay until it is over')
    .action(async (app: string, environment: string, { yes, deleteRetained = false, follow }: Options) => {
      const params = { app, environment }
      if (!yes) throw unconfirmed(app, environment, deleteRetained, await whatStands(shell, params))
      const body = { confirm: environment, deleteRetained }
      await conclude(shell, await shell.client.call('teardown', { params, body }), follow)
    })

/** Null: no server is there to be asked. Nothing happens either way. */
const whatStands = (shell: Shell, params: { app: string; environment: string }): Promise<Standing | null> =>
  shell.client.call('standing', { params }).catch((error: unknown) => {
    if (error instanceof ApiError && error.status >= 400 && error.status < 500) throw error
    return null
  })

function unconfirmed(app: string, environment: string, deleteRetained: boolean, standing: Standing | null): CliError {
  return new CliError(
    'confirmation_required',
    'invalid',
    `This would remove everything of ${environment} of ${app} from the cloud${deleteRetained ? ', with all its data' : ''}${standing ? inDetail(standing) : ''}. Nothing was done.`,
    `If that is what you want, say so: trellis teardown ${app} ${environment} --yes${deleteRetained ? ' --delete-retained' : ''}${
      deleteRetained
        ? ''
        : '\nTables and buckets that its stacks keep would stay, and be named; --delete-retained deletes them, too.'
    }`,
  )
}

function inDetail({ stacks, commands }: Standing): string {
  const own = commands?.remove ? [`it would run \`${plain(commands.remove.trim())}\``] : []
  const names = stacks.length > 0 ? [`it would delete ${stacks.map(one => plain(one.name)).join(', ')}`] : []
  const all = [...own, ...names]
  return all.length > 0 ? `: ${all.join(', and ')}` : ''
}
