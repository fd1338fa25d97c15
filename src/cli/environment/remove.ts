import type { Command } from 'commander'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'

export const removeEnvironment = (shell: Shell): Command =>
  leaf('remove', 'Remove an environment that stands no longer', {
    examples: ['trellis environment remove hello qa'],
    more: 'It is refused while anything of it stands in the cloud: tear it down first.',
  })
    .argument('<app>')
    .argument('<environment>')
    .action(async (app: string, environment: string) => {
      await shell.client.call('removeEnvironment', { params: { app, environment } })
      shell.show({ app, environment, removed: true }, `${environment} is no longer part of ${app}.`)
    })
