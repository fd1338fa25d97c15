import type { Command } from 'commander'
import { deploymentNumber } from '../input/amounts.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { conclude, type FollowOption } from './follow.ts'

interface Options extends FollowOption {
  to?: number
}

export const rollback = (shell: Shell): Command =>
  leaf('rollback', 'Return to an earlier success', {
    examples: ['trellis rollback hello production --follow', 'trellis rollback hello production --to 11'],
    more: 'It deploys what was kept of that deployment, with the variables it had then: nothing is built again. Data is not rolled back.',
  })
    .argument('<app>')
    .argument('<environment>')
    .option(
      '--to <number>',
      "That deployment's number (default: the last success before that brought another commit)",
      deploymentNumber,
    )
    .option('--follow', 'Show the log, and stay until it is over')
    .action(async (app: string, environment: string, { to, follow }: Options) => {
      const body = to ? { to } : {}
      await conclude(shell, await shell.client.call('rollback', { params: { app, environment }, body }), follow)
    })
