import type { Command } from 'commander'
import type { SessionInfo } from '../../contract/session.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'

export const whoAmI = (shell: Shell): Command =>
  leaf('whoami', 'Say who you are here, and what you may do', { examples: ['trellis whoami'] }).action(async () => {
    const info = await shell.client.call('showSession')
    const { url, tokenFrom } = shell.connection
    const { paint } = shell.terminal.look
    shell.show({ url, ...info }, [
      `${paint('bold', info.actor.name)} at ${url}: ${rightsOf(info)}.`,
      paint('dim', `  By ${tokenFrom}${info.expiresAt ? `, until ${info.expiresAt.slice(0, 10)}` : ''}.`),
    ])
  })

function rightsOf({ access: { role, apps, scope } }: SessionInfo): string {
  const onApps = Object.entries(apps).map(([app, one]) => `${one} of ${app}`)
  const roles = [...(role ? [`${role} of the server`] : []), ...onApps].join(', ') || 'no role'
  if (!scope) return roles
  const where = [scope.app ?? 'every app', ...(scope.environments ?? [])].join(' ')
  return `a token for ${scope.actions.join(', ')} on ${where}, within: ${roles}`
}
