import type { Command } from 'commander'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'

export const removeAccount = (shell: Shell): Command =>
  leaf('remove', 'Remove an account from Trellis', {
    examples: ['trellis account remove acme'],
    more: 'Nothing in the account itself changes. It is refused while an environment uses it.',
  })
    .argument('<name>')
    .action(async (name: string) => {
      await shell.client.call('removeAccount', { params: { account: name } })
      shell.show(
        { account: name, removed: true },
        `${name} is removed from Trellis, with the keys that were kept for it.`,
      )
    })
