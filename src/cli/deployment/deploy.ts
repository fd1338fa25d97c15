import { type Command, Option } from 'commander'
import { commitName, commitNames } from '../input/commit.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { conclude, type FollowOption } from './follow.ts'

interface Options extends FollowOption {
  commit?: string
  branch?: string
}

export const deploy = (shell: Shell): Command =>
  leaf('deploy', 'Deploy a commit, or the head of a branch', {
    examples: [
      'trellis deploy hello development --follow',
      'trellis deploy hello staging --branch release',
      'trellis deploy hello staging --commit $(git rev-parse HEAD)',
    ],
    more: `Without --commit and --branch it deploys the head of the branch that the environment follows, or of the default branch where it follows none. ${commitNames}`,
  })
    .argument('<app>')
    .argument('<environment>')
    .addOption(new Option('--commit <sha>', 'A commit, by its id or the first digits of it').conflicts('branch'))
    .option(
      '--branch <branch>',
      'Its head (default: what the environment follows; the default branch if it follows none)',
    )
    .option('--follow', 'Show the log, and stay until it is over')
    .action(async (app: string, environment: string, { commit, branch, follow }: Options) => {
      const body = {
        ...(commit !== undefined ? { commit: commitName(commit) } : {}),
        ...(branch ? { branch } : {}),
      }
      await conclude(shell, await shell.client.call('deploy', { params: { app, environment }, body }), follow)
    })
