import type { Command } from 'commander'
import { done, failed } from '../exit-code.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import type { Look } from '../terminal.ts'
import { symbols } from '../view/symbols.ts'
import { pad, widthOf, wrap } from '../view/text.ts'
import type { Check } from '../world.ts'

export const doctor = (shell: Shell): Command =>
  leaf('doctor', 'What works on this machine, what is missing, and how to get it', {
    examples: ['trellis doctor', 'trellis doctor --container-image trellis-build', 'trellis doctor --json'],
    more: 'It ends with 1 when something is missing that Trellis cannot do without.',
  })
    .option('--container-image <image>', 'Try whether builds can run in containers of this image')
    .action(async ({ containerImage }: { containerImage?: string }) => {
      const checks = await shell.world.powers.doctor({ home: shell.home, url: shell.connection.url, containerImage })
      const ok = checks.every(one => one.ok || one.optional)
      shell.show({ ok, checks }, draw(checks, shell.terminal.look))
      shell.exitCode = ok ? done : failed
    })

function draw(checks: readonly Check[], { paint, width: columns }: Look): string[] {
  const width = Math.max(0, ...checks.map(one => widthOf(one.name)))
  const indent = ' '.repeat(width + 7)
  return checks.flatMap(({ name, ok, optional, detail, hint }) => {
    const sign = ok ? paint('green', symbols.good) : optional ? symbols.quiet : paint('red', symbols.failed)
    const [first = '', ...rest] = wrap(detail, columns, indent)
    const advice = ok || !hint ? [] : wrap(hint, columns, indent)
    return [
      `  ${sign} ${paint('bold', pad(name, width))}   ${first.trimStart()}`,
      ...rest,
      ...advice.map(line => paint('dim', line)),
    ]
  })
}
