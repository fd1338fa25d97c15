import { Argument, type Command } from 'commander'
import { Role } from '../../contract/access.ts'
import type { Member } from '../../contract/person.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { symbols } from '../view/symbols.ts'
import { table } from '../view/table.ts'
import { plain } from '../view/text.ts'

interface Options {
  app?: string
}

export const listMembers = (shell: Shell): Command =>
  leaf('list', 'Show who may do what', { examples: ['trellis member list'] }).action(async () => {
    const members = await shell.client.call('listMembers')
    const { look } = shell.terminal
    const lines = table<Member>(
      [
        { title: 'LOGIN', text: one => one.login, draw: text => look.paint('bold', text), least: 10 },
        { title: 'NAME', text: one => plain(one.name ?? ''), least: 8, dispensable: 2 },
        { title: 'ROLE', text: one => one.role ?? '' },
        { title: 'ON APPS', text: rolesOnApps, least: 12 },
        { title: 'LAST HERE', text: one => one.lastSeenAt?.slice(0, 10) ?? 'never', dispensable: 1 },
        { title: '', text: one => (one.admitted ? '' : 'shut out'), draw: text => look.paint('yellow', text) },
      ],
      members,
      look,
    )
    const owner = look.paint('dim', `  Beside them the owner may do anything: ${ownerIs}.`)
    shell.show(members, members.length > 0 ? [...lines, '', owner] : none)
  })

const ownerIs = 'whoever can read the token file of the server, or has the AWS account that it is installed in'

const none = [`No members yet: only the owner may do anything, ${ownerIs}.`, 'Add one: trellis member set LOGIN admin']

const rolesOnApps = ({ apps }: Member): string =>
  Object.entries(apps)
    .map(([app, role]) => `${app}: ${role}`)
    .join(', ')

export const setMember = (shell: Shell): Command =>
  leaf('set', 'Give a person a role', {
    examples: ['trellis member set mia admin', 'trellis member set leo deployer --app shop'],
    more: 'An admin also sets up, a deployer also deploys, a viewer looks. The higher of the role on the server and the one on the app holds. It works for people who never signed in, too; whom sign-in lets in is said by `trellis sign-in`.',
  })
    .argument('<login>', 'Their name at GitHub')
    .addArgument(new Argument('<role>').choices(Role.options))
    .option('--app <app>', 'On this app alone')
    .action(async (login: string, role: Role, { app }: Options) => {
      const body = { role, ...(app ? { app } : {}) }
      const member = await shell.client.call('setMember', { params: { login }, body })
      const { paint } = shell.terminal.look
      const where = app ? `of ${app}` : 'of this server'
      shell.show(member, `${paint('green', symbols.good)} ${paint('bold', member.login)} is ${article(role)} ${where}.`)
    })

const article = (role: Role) => (role === 'admin' ? 'an admin' : `a ${role}`)

export const removeMember = (shell: Shell): Command =>
  leaf('remove', 'Take a role away, or forget a person', {
    examples: ['trellis member remove leo --app shop', 'trellis member remove leo'],
    more: 'Without --app the person is forgotten: signed out everywhere, with all tokens that they made. Members of an organisation that is let in can come back, as newcomers.',
  })
    .argument('<login>')
    .option('--app <app>', 'Only the role on this app')
    .action(async (login: string, { app }: Options) => {
      await shell.client.call('removeMember', { params: { login }, query: app ? { app } : {} })
      shell.show(
        { login, ...(app ? { app } : {}), removed: true },
        app
          ? `${login} has no role of their own on ${app} any more.`
          : `${login} is signed out everywhere, and forgotten.`,
      )
    })
