import type { Command } from 'commander'
import type { Explanation } from '../../contract/app.ts'
import { commitName, commitNames } from '../input/commit.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import type { Look } from '../terminal.ts'
import { symbols } from '../view/symbols.ts'
import { pad, widthOf, wrap } from '../view/text.ts'

export const explain = (shell: Shell): Command =>
  leaf('explain', 'Why a commit did or did not deploy, environment by environment', {
    examples: ['trellis explain hello $(git rev-parse HEAD)'],
    more: commitNames,
  })
    .argument('<app>')
    .argument('<commit>', 'Its id, or the first digits of it')
    .action(async (app: string, id: string) => {
      const commit = commitName(id)
      const explanations = await shell.client.call('explainCommit', { params: { app, commit } })
      shell.show(explanations, draw(explanations, shell.terminal.look))
    })

function draw(explanations: readonly Explanation[], { paint, width: columns }: Look): string[] {
  const width = Math.max(0, ...explanations.map(one => widthOf(one.environment)))
  return explanations.flatMap(({ environment, deployed, reason }) => {
    const sign = deployed ? paint('green', symbols.good) : paint('dim', symbols.quiet)
    const indent = ' '.repeat(width + 7)
    const [first = '', ...rest] = wrap(reason, columns, indent)
    return [`  ${sign} ${paint('bold', pad(environment, width))}   ${first.trimStart()}`, ...rest]
  })
}
