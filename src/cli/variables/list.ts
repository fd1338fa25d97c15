import type { Command } from 'commander'
import type { Variable } from '../../contract/variable.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import type { Look } from '../terminal.ts'
import { table } from '../view/table.ts'
import { plain } from '../view/text.ts'
import { age } from '../view/time.ts'

export const listVariables = (shell: Shell): Command =>
  leaf('list', 'List the variables; secret values are never shown', {
    examples: ['trellis variables list hello staging'],
  })
    .argument('<app>')
    .argument('<environment>')
    .action(async (app: string, environment: string) => {
      const variables = await shell.client.call('listVariables', { params: { app, environment } })
      const none = `${environment} has no variables. Set one: trellis variables set ${app} ${environment} KEY=VALUE`
      shell.show(variables, variables.length > 0 ? drawVariables(variables, shell.terminal.look) : none)
    })

export const drawVariables = (variables: readonly Variable[], look: Look): string[] =>
  table<Variable>(
    [
      { title: 'KEY', text: one => one.key, draw: text => look.paint('bold', text), least: 12 },
      {
        title: 'VALUE',
        text: shownValue,
        draw: (text, one) => (one.plain ? text : look.paint('dim', text)),
        least: 10,
      },
      { title: 'STEPS', text: one => one.steps?.join(', ') ?? '', dispensable: 1 },
      { title: 'CHANGED', text: one => age(one.updatedAt, look.now), dispensable: 2 },
    ],
    variables,
    look,
  )

const shownValue = (one: Variable): string => (one.plain ? plain(one.value ?? '') : '•••••• secret')
