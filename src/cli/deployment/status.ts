import type { Command } from 'commander'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { drawStatus } from '../view/status.ts'

export const status = (shell: Shell): Command =>
  leaf('status', 'What stands in every environment, what moves, what failed', {
    examples: ['trellis status', 'trellis status hello', 'trellis status hello --json'],
    more: 'With --json: everything that is known, with the full ids of commits.',
  })
    .argument('[app]', 'Default: all')
    .action(async (name?: string) => {
      const { client, terminal } = shell
      if (name) {
        const one = await client.call('appStatus', { params: { app: name } })
        return shell.show(one, drawStatus(one, terminal.look))
      }
      const names = (await client.call('listApps')).map(app => app.name)
      const apps = await Promise.all(names.map(app => client.call('appStatus', { params: { app } })))
      const lines = apps.flatMap((one, i) => [...(i > 0 ? ['', ''] : []), ...drawStatus(one, terminal.look)])
      shell.show({ apps }, apps.length > 0 ? lines : noApps)
    })

export const noApps = ['No apps yet. Connect a repository: trellis app create NAME --repo URL-OR-PATH']
