import type { Command } from 'commander'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'

export const removeEnvironment = (shell: Shell): Command =>
  leaf('remove', 'Remove an environment that stands no longer', {
    examples: ['trellis environment remove hello qa', 'trellis environment remove hello qa --leave-resources'],
    more: 'It is refused while anything of it is in the cloud, what a teardown left behind included: tear it down first.',
  })
    .argument('<app>')
    .argument('<environment>')
    .option('--leave-resources', 'Forget it although something of it is in the cloud; that stays, and costs')
    .action(async (app: string, environment: string, { leaveResources }: { leaveResources?: boolean }) => {
      await shell.client.call('removeEnvironment', { params: { app, environment }, query: { leaveResources } })
      shell.show({ app, environment, removed: true }, `${environment} is no longer part of ${app}.`)
    })
