import type { Command } from 'commander'
import { done, failed } from '../exit-code.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { symbols } from '../view/symbols.ts'
import { pairs } from '../view/table.ts'
import { pad, wrap } from '../view/text.ts'
import { duration } from '../view/time.ts'
import type { DemoPlace, DemoStep } from '../world.ts'
import { waitForInterrupt } from './up.ts'

interface Options {
  keep?: boolean
}

export const demo = (shell: Shell): Command =>
  leaf('demo', 'Walk a small app through its whole pipeline, against a local AWS emulator', {
    examples: ['trellis demo', 'trellis demo --keep', 'trellis demo --json'],
    more: 'Everything happens in a fresh home on this machine: no AWS account, nothing is left behind.',
  })
    .option('--keep', 'Leave it running to play with, until Ctrl-C')
    .action(async ({ keep }: Options) => {
      const { terminal, world } = shell
      await terminal.prepareProgress()
      const seen: DemoStep[] = []
      let told = false
      const conclude = () => {
        if (!told) terminal.document({ steps: seen })
        told = true
      }
      const steps = await world.powers.demo({
        started: name => terminal.progress(`${terminal.progressLook.paint('yellow', symbols.moving)} ${name} …`),
        ended: step => {
          seen.push(step)
          terminal.progress(null)
          terminal.stream(drawStep(shell, step))
        },
        keep: keep
          ? async place => {
              conclude()
              terminal.stream(drawPlace(shell, place))
              await waitForInterrupt(shell)
              terminal.note('Cleaning up …')
            }
          : undefined,
      })
      conclude()
      const ok = steps.length > 0 && steps.every(step => step.ok)
      const total = duration(steps.reduce((sum, step) => sum + step.ms, 0))
      terminal.print([
        '',
        ok ? `All ${steps.length} steps hold, in ${total}.` : 'The demo stopped at a step that does not hold.',
      ])
      shell.exitCode = ok ? done : failed
    })

function drawStep(shell: Shell, { name, ok, ms, detail }: DemoStep): string[] {
  const { paint, width } = shell.terminal.look
  const sign = ok ? paint('green', symbols.good) : paint('red', symbols.failed)
  const lines = detail ? wrap(detail, width, '  ').map(line => (ok ? paint('dim', line) : line)) : []
  return [`${sign} ${pad(name, 62)} ${paint('dim', duration(ms).padStart(11))}`, ...lines]
}

function drawPlace(shell: Shell, { url, home, repository, endpoint }: DemoPlace): string[] {
  const { look } = shell.terminal
  return [
    '',
    'It is yours to play with until Ctrl-C:',
    ...pairs(
      [
        ['Trellis', url],
        ['Repository', repository],
        ['AWS emulator', endpoint],
      ],
      look,
    ),
    '',
    `  trellis status --home ${home}`,
  ]
}
