import { type Command, Option } from 'commander'
import { DeploymentKind, DeploymentState } from '../../contract/deployment.ts'
import { invalid } from '../cli-error.ts'
import { between } from '../input/amounts.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { drawHistory } from '../view/history.ts'
import { shownTo } from '../view/shown-to.ts'

interface Options {
  all?: boolean
  kind?: DeploymentKind
  state?: DeploymentState
  actor?: string
  limit: number
  before?: string
}

export const history = (shell: Shell): Command =>
  leaf('history', 'Deployments, newest first', {
    examples: [
      'trellis history hello',
      'trellis history hello production --limit 100',
      'trellis history --all --state failed',
      'trellis history hello --kind rollback --actor mia',
    ],
    more: 'With --json: everything that is known of each, with the full ids of commits.',
  })
    .argument('[app]')
    .argument('[environment]', 'Default: all')
    .option('--all', 'Of every app')
    .addOption(new Option('--kind <kind>', 'Only these').choices(DeploymentKind.options))
    .addOption(new Option('--state <state>', 'Only those that ended so, or are so').choices(DeploymentState.options))
    .option('--actor <name>', 'Only what this person asked for, or pushed as the author of the commit')
    .option('--limit <number>', 'How many', between(1, 100), 20)
    .option('--before <id>', 'Only older ones than the deployment with this id')
    .action(async (app: string | undefined, environment: string | undefined, { all, ...options }: Options) => {
      if (!app === !all) {
        throw invalid(
          all ? 'An app was named beside --all.' : 'No app was named.',
          'Name an app, or ask with `--all` for all of them.',
        )
      }
      const query = { environment, ...options }
      const deployments = app
        ? await shell.client.call('listDeployments', { params: { app }, query })
        : await shell.client.call('listAllDeployments', { query })
      const last = deployments.at(-1)
      const { look } = shell.terminal
      const isNarrowed = options.kind ?? options.state ?? options.actor ?? options.before
      if (!last) {
        if (app) return shell.show([], isNarrowed ? 'There are none.' : `${environment ?? app} was never deployed.`)
        const limits = shownTo(await shell.client.call('showSession'))
        const none = isNarrowed ? 'There are none' : 'Nothing was deployed yet'
        return shell.show([], limits ? `${none} that may be shown here. ${limits}.` : `${none}.`)
      }
      const older = ['trellis history', app ?? '--all', environment, ...given(options), `--before ${last.id}`]
      const more = look.paint('dim', `  Older ones: ${older.filter(Boolean).join(' ')}`)
      const lines = drawHistory(deployments, look, !app)
      shell.show(deployments, [...lines, ...(deployments.length === options.limit ? ['', more] : [])])
    })

const given = ({ kind, state, actor }: Omit<Options, 'all'>): string[] =>
  Object.entries({ kind, state, actor }).flatMap(([name, value]) => (value ? [`--${name} ${asWord(value)}`] : []))

/** As a shell takes it for one word: authors have names of several. */
const asWord = (value: string): string => (/^[\w.@-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`)
