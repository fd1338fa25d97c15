import type { Command } from 'commander'
import { ApiError } from '../../client/api-error.ts'
import type { Standing, Staying } from '../../contract/preview.ts'
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
    .option('--yes', 'Yes, remove it; without this nothing happens, and what would go and what would stay is told')
    .option('--delete-retained', 'Also delete what the stacks leave behind, with all data in it')
    .option('--follow', 'Show the log, and stay until it is over')
    .action(async (app: string, environment: string, { yes, deleteRetained = false, follow }: Options) => {
      const params = { app, environment }
      if (!yes) throw unconfirmed(params, deleteRetained, await whatStands(shell, params))
      const body = { confirm: environment, deleteRetained }
      await conclude(shell, await shell.client.call('teardown', { params, body }), follow)
    })

interface Preview {
  standing: Standing
  staying: Staying | null
  /** The number of a teardown that runs or waits there. */
  already: number | null
}

/** Null: no server is there to be asked. Nothing happens either way. */
async function whatStands(shell: Shell, params: { app: string; environment: string }): Promise<Preview | null> {
  try {
    const [standing, staying, status] = await Promise.all([
      shell.client.call('standing', { params }),
      shell.client.call('staying', { params }).catch(() => null),
      shell.client.call('appStatus', { params: { app: params.app } }).catch(() => null),
    ])
    const already = status?.environments.find(one => one.name === params.environment)?.tearingDown ?? null
    return { standing, staying, already }
  } catch (error) {
    if (error instanceof ApiError && error.status >= 400 && error.status < 500) throw error
    return null
  }
}

function unconfirmed(
  { app, environment }: { app: string; environment: string },
  deleteRetained: boolean,
  preview: Preview | null,
): CliError {
  const also = deleteRetained ? ' --delete-retained' : ''
  return new CliError(
    'confirmation_required',
    'invalid',
    `This would remove everything of ${environment} of ${app} from the cloud${deleteRetained ? ', with all its data' : ''}${preview ? inDetail(preview.standing) : ''}. Nothing was done.`,
    [
      ...(preview?.already == null
        ? []
        : [
            `#${preview.already} tears ${environment} down already: another teardown comes after it, and is of use only if that one fails. Watch it: trellis logs ${app} ${environment} ${preview.already} --follow`,
          ]),
      `If that is what you want, say so: trellis teardown ${app} ${environment} --yes${also}`,
      ...whatStays(preview, deleteRetained),
    ].join('\n'),
  )
}

function inDetail({ stacks, commands }: Standing): string {
  const own = commands?.remove ? [`it would run \`${plain(commands.remove.trim())}\``] : []
  const names = stacks.length > 0 ? [`it would delete ${stacks.map(one => plain(one.name)).join(', ')}`] : []
  const all = [...own, ...names]
  return all.length > 0 ? `: ${all.join(', and ')}` : ''
}

/** One on a line, and how it is deleted, too. */
function whatStays(preview: Preview | null, deleteRetained: boolean): string[] {
  const unknown =
    'Tables and buckets that its stacks keep would stay, and be named; --delete-retained deletes them, too.'
  if (!preview?.staying) return deleteRetained ? [] : [unknown]
  const { resources, problem, deletable } = preview.staying
  const told = problem === null ? [] : [`What would stay could not be looked at: ${plain(problem)}`]
  if (resources.length === 0) {
    const none =
      preview.standing.stacks.length > 0 ? ['Nothing would stay by what the templates of its stacks say.'] : []
    return problem === null ? none : [...told, ...(deleteRetained || !deletable ? [] : [unknown])]
  }
  const which = resources.length === 1 ? 'One resource' : `${resources.length} resources`
  const heading = !deletable
    ? `${which} would stay, since the app's own tool removes its stacks`
    : deleteRetained
      ? `${which} would go with it`
      : `${which} would stay; --delete-retained deletes that, too`
  return [`${heading}:`, ...resources.map(shown), ...told]
}

function shown({ type, id, logicalId, region, snapshot, leftBy }: Staying['resources'][number]): string {
  const more = [
    plain(logicalId),
    ...(region === undefined ? [] : [region]),
    ...(snapshot ? ['a snapshot of it stays'] : []),
    ...(leftBy === null ? [] : [`left by the teardown #${leftBy}`]),
  ]
  return `  ${type}  ${plain(id)} (${more.join(', ')})`
}
