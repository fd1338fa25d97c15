import type { Command } from 'commander'
import { between } from '../input/amounts.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { drawHistory } from '../view/history.ts'

interface Options {
  limit: number
  before?: string
}

export const history = (shell: Shell): Command =>
  leaf('history', 'Deployments, newest first', {
    examples: ['trellis history hello', 'trellis history hello production --limit 100'],
    more: 'With --json: everything that is known of each, with the full ids of commits.',
  })
    .argument('<app>')
    .argument('[environment]', 'Default: all')
    .option('--limit <number>', 'How many', between(1, 100), 20)
    .option('--before <id>', 'Only older ones than the deployment with this id')
    .action(async (app: string, environment: string | undefined, { limit, before }: Options) => {
      const deployments = await shell.client.call('listDeployments', {
        params: { app },
        query: { environment, before, limit },
      })
      const last = deployments.at(-1)
      const { look } = shell.terminal
      if (!last) return shell.show([], `${environment ?? app} was never deployed.`)
      const where = environment ? `${app} ${environment}` : app
      const more = look.paint('dim', `  Older ones: trellis history ${where} --before ${last.id}`)
      shell.show(deployments, [...drawHistory(deployments, look), ...(deployments.length === limit ? ['', more] : [])])
    })
