import { type Command, InvalidArgumentError } from 'commander'
import { SetVariable, VariableStep } from '../../contract/variable.ts'
import { invalid } from '../cli-error.ts'
import { commaList } from '../input/amounts.ts'
import { mustFit } from '../input/fits.ts'
import { keyValue, variableKey } from '../input/key-value.ts'
import { readInput } from '../input/read-input.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { noteWarnings } from '../view/warnings.ts'
import { drawVariables } from './list.ts'

interface Options {
  plain?: boolean
  steps?: VariableStep[] | 'all'
  stdin?: boolean
}

export const setVariables = (shell: Shell): Command =>
  leaf('set', 'Set variables; the others stay', {
    examples: [
      'trellis variables set hello staging STRIPE_KEY --stdin < key.txt',
      'trellis variables set hello staging LOG_LEVEL=debug REGION_NAME=Europe --plain',
      'trellis variables set hello staging NPM_TOKEN --stdin --steps install',
    ],
    more: 'A new variable is secret unless --plain is given: its value is stored encrypted, never shown again, and redacted from every log. One that is there stays plain or secret, and keeps its steps, unless something else is said.',
  })
    .argument('<app>')
    .argument('<environment>')
    .argument('<KEY=VALUE...>', 'Or one KEY, with --stdin')
    .option('--plain', 'Not secret: shown in lists and logs')
    .option('--no-plain', 'Secret, also if it was plain')
    .option('--steps <steps>', 'Only for these of install, test, build, deploy; or `all`', steps)
    .option('--stdin', 'Read the value from standard input')
    .action(async (app: string, environment: string, words: string[], options: Options) => {
      const { terminal } = shell
      const entries = options.stdin ? [await entryOfInput(shell, words)] : words.map(keyValue)
      for (const { key, value } of entries) mustFit(`The value of ${key}`, value, SetVariable.shape.value, '')
      const body = entries.map(
        (entry): SetVariable => ({
          ...entry,
          ...(options.plain !== undefined ? { plain: options.plain } : {}),
          ...(options.steps !== undefined ? { steps: options.steps === 'all' ? null : options.steps } : {}),
        }),
      )
      const saved = await shell.client.call('setVariables', { params: { app, environment }, body })
      const changed = saved.variables.filter(one => entries.some(({ key }) => key === one.key))
      noteWarnings(shell, saved.warnings)
      const secrets = changed.filter(one => !one.plain).length
      if (!options.stdin && secrets > 0) terminal.note(terminal.sideLook.paint('dim', inHistory(secrets)))
      shell.show(saved, [...drawVariables(changed, terminal.look), '', '  They hold from the next deployment on.'])
    })

const inHistory = (count: number): string =>
  `What you typed, the ${count === 1 ? 'secret' : 'secrets'} included, stays in your shell's history; \`KEY --stdin\` avoids that.`

async function entryOfInput(shell: Shell, words: readonly string[]): Promise<{ key: string; value: string }> {
  const [key = '', ...others] = words
  if (others.length > 0) throw invalid('--stdin takes the value of one variable.', 'Set the others by themselves.')
  if (key.includes('=')) {
    throw invalid(`${key.split('=')[0]} has a value already.`, 'Give it there or with --stdin, not both.')
  }
  return { key: variableKey(key), value: await readInput(shell, `Value of ${key}`) }
}

function steps(text: string): VariableStep[] | 'all' {
  if (text.trim() === 'all') return 'all'
  return commaList(text).map(word => {
    const step = VariableStep.safeParse(word)
    if (step.success) return step.data
    throw new InvalidArgumentError(`Give some of ${VariableStep.options.join(', ')}, with commas between them, or all.`)
  })
}
