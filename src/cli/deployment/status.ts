import type { Command } from 'commander'
import { loggedIn } from '../connection.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { drawGlance } from '../view/glance.ts'
import { drawStatus } from '../view/status.ts'

export const status = (shell: Shell): Command =>
  leaf('status', 'What stands in every environment, what moves, what failed', {
    examples: ['trellis status', 'trellis status hello', 'trellis status hello --json'],
    more: 'With --json: everything that is known of an app, or each app at a glance, with the full ids of commits.',
  })
    .argument('[app]', 'Default: all')
    .action(async (name?: string) => {
      const { client, terminal } = shell
      if (name) {
        const one = await client.call('appStatus', { params: { app: name } })
        return shell.show(one, drawStatus(one, terminal.look))
      }
      const all = await client.call('serverStatus')
      shell.show(all, all.apps.length > 0 ? drawGlance(all, terminal.look) : noApps(shell))
    })

/** Who comes by a token or a login may be shown some apps only, and not be told of others. */
export function noApps({ connection: { tokenFrom } }: Shell): string[] {
  const orHidden = tokenFrom === 'TRELLIS_TOKEN' || tokenFrom === loggedIn ? ', or none that you may see' : ''
  return [`No apps yet${orHidden}. Connect a repository: trellis app create NAME --repo URL-OR-PATH`]
}
