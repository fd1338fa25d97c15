import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { CliError } from '../cli-error.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { symbols } from '../view/symbols.ts'

export const restore = (shell: Shell): Command =>
  leaf('restore', 'Put a backup into a new home', {
    examples: [
      'trellis restore trellis.tgz --key /mnt/keys/trellis-key --home /srv/trellis',
      'trellis restore trellis-with-key.tgz',
    ],
    more: 'The home must hold no records, and no server may run in it. Everything is checked before anything is put in its place.',
  })
    .argument('<file>', 'What `trellis backup` wrote')
    .option('--key <file>', 'The copy of the key file, when the backup does not hold it')
    .action(async (file: string, { key }: { key?: string }) => {
      const { world, terminal, home } = shell
      const { look } = terminal
      const at = (path: string) => resolve(world.cwd, path)
      const named = { file: at(file), key: key === undefined ? null : at(key) }
      if (!existsSync(named.file)) throw new CliError('backup_unreadable', 'invalid', `There is no file ${named.file}.`)
      if (named.key && !existsSync(named.key))
        throw new CliError('key_unusable', 'unavailable', `There is no key file ${named.key}.`)
      const done = await world.powers.restore({ home, ...named })
      shell.show(done, [
        `${look.paint('green', symbols.good)} ${done.home}  as it was at ${done.madeAt}, with ${done.artifacts} artifacts`,
        ...(done.withdrawn.length > 0
          ? [`  Cancelled, since they waited when the backup was made: ${done.withdrawn.join(', ')}`]
          : []),
        ...(done.unknown.length > 0
          ? [`  They ran when the backup was made, and what became of them is not known: ${done.unknown.join(', ')}`]
          : []),
        'Commands on this machine need no new token. Start it: trellis up',
      ])
    })
