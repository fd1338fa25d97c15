import type { Command } from 'commander'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { conclude, type FollowOption } from './follow.ts'

interface Options extends FollowOption {
  to?: string
}

export const promote = (shell: Shell): Command =>
  leaf('promote', 'Bring what is live in one environment to the next', {
    examples: ['trellis promote hello development --follow', 'trellis promote hello staging --to production'],
    more: "It builds the same commit again, with the target's own variables and account.",
  })
    .argument('<app>')
    .argument('<from>', 'The environment whose live commit is promoted')
    .option('--to <environment>', 'Default: the next one of the pipeline')
    .option('--follow', 'Show the log, and stay until it is over')
    .action(async (app: string, environment: string, { to, follow }: Options) => {
      const body = to ? { to } : {}
      await conclude(shell, await shell.client.call('promote', { params: { app, environment }, body }), follow)
    })
