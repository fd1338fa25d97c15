import { type Command, Option } from 'commander'
import { Role } from '../../contract/access.ts'
import type { Admission } from '../../contract/person.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { table } from '../view/table.ts'

const who = 'An organisation `acme`, a team `acme/platform`, or a person `@mia`'

export const listAdmissions = (shell: Shell): Command =>
  leaf('list', 'Show whom sign-in by GitHub lets in', { examples: ['trellis sign-in list'] }).action(async () => {
    const admissions = await shell.client.call('listAdmissions')
    shell.show(admissions, draw(shell, admissions))
  })

export const allow = (shell: Shell): Command =>
  leaf('allow', 'Let an organisation, a team or a person in', {
    examples: [
      'trellis sign-in allow acme',
      'trellis sign-in allow acme/platform --role deployer',
      'trellis sign-in allow @mia',
    ],
    more: 'Once an organisation or a team is let in, everybody else stays out, unless they are let in by name. Whoever leaves it is shut out within five minutes.',
  })
    .argument('<who>', who)
    .addOption(
      new Option('--role <role>', 'What somebody is who comes for the first time')
        .choices(Role.options)
        .default('viewer'),
    )
    .action(async (name: string, { role }: { role: Role }) => {
      const admissions = await shell.client.call('setAdmission', { body: { who: name, role } })
      shell.show(admissions, draw(shell, admissions))
    })

export const disallow = (shell: Shell): Command =>
  leaf('disallow', 'Let them in no longer', {
    examples: ['trellis sign-in disallow acme'],
    more: 'Whoever is not let in by something else is signed out at once.',
  })
    .argument('<who>', who)
    .action(async (name: string) => {
      const admissions = await shell.client.call('removeAdmission', { query: { who: name } })
      shell.show(admissions, draw(shell, admissions))
    })

function draw(shell: Shell, admissions: readonly Admission[]): string[] {
  const { look } = shell.terminal
  if (admissions.length === 0)
    return ['Nobody is let in by name: whoever has a role may sign in (`trellis member set`).']
  return table<Admission>(
    [
      { title: 'LET IN', text: one => one.who, draw: text => look.paint('bold', text), least: 10 },
      { title: 'NEWCOMERS ARE', text: one => one.role },
    ],
    admissions,
    look,
  )
}
