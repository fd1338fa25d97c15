import type { Command } from 'commander'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'

interface Options {
  leaveResources?: boolean
}

export const deleteApp = (shell: Shell): Command =>
  leaf('delete', 'Forget an app, its history and its logs', {
    examples: ['trellis app delete hello', 'trellis app delete hello --leave-resources'],
    more: 'It is refused while anything of the app is in the cloud, what teardowns left behind included: tear its environments down first.',
  })
    .argument('<name>')
    .option('--leave-resources', 'Forget it although something of it is in the cloud; that stays, and costs')
    .action(async (name: string, { leaveResources }: Options) => {
      await shell.client.call('deleteApp', { params: { app: name }, query: { leaveResources } })
      shell.show({ app: name, deleted: true }, `${name} is forgotten. The repository was not touched.`)
    })
