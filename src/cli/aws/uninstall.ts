import type { Command } from 'commander'
import { CliError } from '../cli-error.ts'
import { leaf } from '../leaf.ts'
import { forgetLogin } from '../login/kept-logins.ts'
import type { Shell } from '../shell.ts'
import { symbols } from '../view/symbols.ts'
import { type PlaceOptions, placeOf, withPlace } from './place.ts'

interface Options extends PlaceOptions {
  yes?: boolean
  deleteData?: boolean
}

export const uninstall = (shell: Shell): Command =>
  withPlace(
    leaf('uninstall', 'Remove an installation from AWS', {
      examples: [
        'trellis uninstall --region eu-central-1',
        'trellis uninstall --region eu-central-1 --yes --delete-data',
      ],
      more: 'What your apps deployed stays as it is. The records, objects and the key of the installation stay as well, and are named, unless --delete-data is given.',
    }),
  )
    .option('--yes', 'Yes, remove it; without this nothing happens, and what would go is told')
    .option('--delete-data', 'Also delete all that it remembers')
    .action(async ({ yes, deleteData = false, ...options }: Options) => {
      const { terminal, world, home } = shell
      const place = placeOf(options)
      if (!yes) {
        const { name, region, account, data } = await world.powers.beforeUninstall(place)
        const ids = data.map(one => one.id).join(', ')
        throw new CliError(
          'confirmation_required',
          'invalid',
          `This would remove the installation ${name} in ${region} (account ${account}). Its data (${ids}) would ${deleteData ? 'be deleted as well' : 'stay'}. Nothing was done.`,
          `If that is what you want, say so with --yes.`,
        )
      }
      const done = await world.powers.uninstall(place, deleteData, line => terminal.note(line))
      if (done.url) forgetLogin(home, done.url)
      const { paint } = terminal.look
      shell.show(done, [
        `${paint('green', symbols.good)} The installation ${done.name} is removed.`,
        ...done.data.map(({ type, id }) => `  Kept: ${id} (${type})`),
      ])
    })
