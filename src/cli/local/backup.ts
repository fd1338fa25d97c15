import { resolve } from 'node:path'
import type { Command } from 'commander'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { symbols } from '../view/symbols.ts'

export const backup = (shell: Shell): Command =>
  leaf('backup', "Write this machine's Trellis into one file; the server may run meanwhile", {
    examples: ['trellis backup /mnt/backups/trellis-2026-11-26.tgz', 'trellis backup trellis.tgz --with-key'],
    more: 'It holds the records, logs and artifacts, secrets sealed. The key file that opens them is not in it: keep a copy of it elsewhere.',
  })
    .argument('<file>', 'A new file')
    .option('--with-key', 'Put the key in it, too: whoever has the file then has every secret')
    .action(async (file: string, { withKey = false }: { withKey?: boolean }) => {
      const { world, terminal, home } = shell
      const { look } = terminal
      const done = await world.powers.backUp({ home, file: resolve(world.cwd, file), withKey })
      const size = `${(done.bytes / 1024 ** 2).toFixed(1)} MB`
      const note = done.withKey
        ? 'The key is in it: whoever has this file has every secret. Keep it as you keep passwords.'
        : `The key is not in it: keep a copy of ${home}/key elsewhere. Without it nobody opens the secrets, accounts and artifacts.`
      shell.show(done, [
        `${look.paint('green', symbols.good)} ${done.file}  ${size}, ${done.artifacts} artifacts`,
        `${look.paint('yellow', symbols.warning)} ${note}`,
      ])
    })
