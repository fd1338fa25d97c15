import type { Command } from 'commander'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'

export const dashboard = (shell: Shell): Command =>
  leaf('dashboard', 'Print a link that signs a browser in', {
    examples: ['trellis dashboard', 'trellis dashboard --sign-out'],
    more: 'The link works once, within ten minutes. The browser stays signed in for 30 days, or until it signs out.',
  })
    .option('--sign-out', 'Sign out every browser that is signed in, instead')
    .action(async ({ signOut = false }: { signOut?: boolean }) => {
      if (signOut) {
        await shell.client.call('endSession', { query: { all: true } })
        shell.show({ signedOut: true }, 'Every browser is signed out.')
        return
      }
      const link = await shell.client.call('createSignInLink')
      shell.show(link, dashboardLines(shell, link.url))
    })

/** How a link is shown, wherever it comes from. */
export function dashboardLines(shell: Shell, url: string): string[] {
  const { paint } = shell.terminal.look
  return [
    `Open the dashboard: ${paint(['cyan', 'underline'], url)}`,
    paint('dim', '  The link works once, within ten minutes. For another one: trellis dashboard'),
  ]
}
