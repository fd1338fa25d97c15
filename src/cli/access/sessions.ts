import type { Command } from 'commander'
import type { OpenSession } from '../../contract/session.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { table } from '../view/table.ts'
import { plain } from '../view/text.ts'

export const listSessions = (shell: Shell): Command =>
  leaf('list', 'List the browsers and command lines that are signed in', {
    examples: ['trellis session list', 'trellis session list --all'],
  })
    .option('--all', 'Of everybody, for admins')
    .action(async ({ all = false }: { all?: boolean }) => {
      const sessions = await shell.client.call('listSessions', { query: { all } })
      const { look } = shell.terminal
      const lines = table<OpenSession>(
        [
          { title: 'ID', text: one => one.id, draw: text => look.paint('bold', text) },
          { title: 'WHO', text: one => one.actor.name, least: 8 },
          { title: 'WHERE', text: one => plain(one.label || one.kind), least: 10 },
          { title: 'SINCE', text: one => one.createdAt.slice(0, 10), dispensable: 1 },
          { title: 'UNTIL', text: one => one.expiresAt.slice(0, 10) },
          { title: '', text: one => (one.current ? 'this one' : ''), draw: text => look.paint('dim', text) },
        ],
        sessions,
        look,
      )
      shell.show(sessions, sessions.length > 0 ? lines : ['Nobody is signed in.'])
    })

export const revokeSession = (shell: Shell): Command =>
  leaf('revoke', 'Sign a browser or a command line out at once', {
    examples: ['trellis session revoke 0123456789abcdef'],
  })
    .argument('<id>')
    .action(async (id: string) => {
      await shell.client.call('revokeSession', { params: { id } })
      shell.show({ id, revoked: true }, 'It is signed out.')
    })
