import type { Command } from 'commander'
import type { AppStatus } from '../../contract/app.ts'
import { CliError } from '../cli-error.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'

interface Options {
  yes?: boolean
  leaveResources?: boolean
}

export const deleteApp = (shell: Shell): Command =>
  leaf('delete', 'Forget an app, its history and its logs', {
    examples: [
      'trellis app delete hello',
      'trellis app delete hello --yes',
      'trellis app delete hello --yes --leave-resources',
    ],
    more: 'It is refused while anything of the app is in the cloud, what teardowns left behind included: tear its environments down first.',
  })
    .argument('<name>')
    .option('--yes', 'Yes, forget it; without this a terminal is told what would go, and nothing happens')
    .option('--leave-resources', 'Forget it although something of it is in the cloud; that stays, and costs')
    .action(async (name: string, { yes, leaveResources }: Options) => {
      const params = { app: name }
      // A person may have meant something else; a script says what it means.
      if (!yes && shell.terminal.read)
        throw unconfirmed(await shell.client.call('appStatus', { params }), leaveResources)
      await shell.client.call('deleteApp', { params, query: { leaveResources } })
      shell.show({ app: name, deleted: true }, `${name} is forgotten. The repository was not touched.`)
    })

function unconfirmed({ app, environments }: AppStatus, leaveResources = false): CliError {
  const names = environments.map(one => one.name)
  const standing = environments.filter(one => one.live !== null || one.leftBehind.length > 0).map(one => one.name)
  const inCloud =
    standing.length === 0
      ? ''
      : leaveResources
        ? ` What is in the cloud of ${standing.join(', ')} would stay there, and nobody would know of it.`
        : ` It would be refused as long as something is in the cloud of ${standing.join(', ')}.`
  return new CliError(
    'confirmation_required',
    'invalid',
    `This would forget the environments of ${app}: ${names.join(', ')}, with their variables, history and logs.${inCloud} Nothing was done.`,
    `If that is what you want, say so: trellis app delete ${app} --yes${leaveResources ? ' --leave-resources' : ''}`,
  )
}
