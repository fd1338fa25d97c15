import type { Command } from 'commander'
import { readInput } from '../input/read-input.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { drawGitHub } from './status.ts'

export const rotate = (shell: Shell): Command =>
  leaf('rotate', "Exchange the webhook's secret, or the App's private key", {
    examples: ['trellis github rotate', 'trellis github rotate --key-from-stdin < trellis.private-key.pem'],
    more: 'The secret is made here and told to GitHub. Keys are made on the page of the App, which `trellis github status` names; delete the former one there afterwards.',
  })
    .option('--key-from-stdin', 'Take a private key (PEM) from standard input, and leave the secret as it is')
    .action(async ({ keyFromStdin = false }: { keyFromStdin?: boolean }) => {
      const body = keyFromStdin
        ? { privateKey: await readInput(shell, 'Private key'), webhookSecret: false }
        : { webhookSecret: true }
      const found = await shell.client.call('rotateGitHub', { body })
      shell.show(found, [
        keyFromStdin ? 'The key is exchanged.' : 'The secret is exchanged.',
        ...drawGitHub(found, shell.terminal.look),
      ])
    })
