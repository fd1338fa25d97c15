import type { Command } from 'commander'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'

export const disconnect = (shell: Shell): Command =>
  leaf('disconnect', 'Forget the GitHub App', {
    examples: ['trellis github disconnect --yes'],
    more: 'Its apps stay, and are read as any git repository from then on. At GitHub the App stays until it is deleted there.',
  })
    .requiredOption('--yes', 'Yes, forget it')
    .action(async () => {
      await shell.client.call('disconnectGitHub')
      shell.show({ disconnected: true }, 'This server is not connected to GitHub any more.')
    })
