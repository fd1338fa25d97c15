import type { Command } from 'commander'
import { done, failed } from '../exit-code.ts'
import { leaf } from '../leaf.ts'
import { Interrupted, type Shell } from '../shell.ts'
import { symbols } from '../view/symbols.ts'
import { pairs } from '../view/table.ts'
import { pad, wrap } from '../view/text.ts'
import { duration } from '../view/time.ts'
import type { DemoPlace, DemoStep } from '../world.ts'

interface Options {
  keep?: boolean
}

export const demo = (shell: Shell): Command =>
  leaf('demo', 'Walk a small app through its whole pipeline, against a local AWS emulator', {
    examples: ['trellis demo', 'trellis demo --keep', 'trellis demo --json'],
    more: 'Everything happens in a fresh home on this machine: no AWS account, nothing is left behind. Ctrl-C ends it at once.\nIn a checkout `npm run -s demo -- --json` gives the bare document: without -s, npm puts lines of its own before it.',
  })
    .option('--keep', 'Leave it running to play with, until Ctrl-C')
    .action(({ keep }: Options) => walk(shell, keep === true))

async function walk(shell: Shell, keep: boolean): Promise<void> {
  const { terminal, world } = shell
  await terminal.prepareProgress()
  const stop = new AbortController()
  // One more finds us clearing away already: npm and a process group make two of one Ctrl-C.
  let onStop = () => {
    terminal.note('Stopping, and clearing everything away …')
    stop.abort(new Interrupted())
  }
  const letGo = world.outlast(() => {
    const first = onStop
    onStop = () => undefined
    first()
  })
  const seen: DemoStep[] = []
  let told = false
  const tell = () => {
    if (!told) terminal.document({ steps: seen })
    told = true
  }
  const stay = async (place: DemoPlace) => {
    tell()
    const over = new Promise<void>(resolve => {
      onStop = resolve
    })
    terminal.stream(drawPlace(shell, place))
    await over
    terminal.note('Cleaning up …')
  }
  const steps = await world.powers
    .demo({
      started: name => terminal.progress(`${terminal.sideLook.paint('yellow', symbols.moving)} ${name} …`),
      ended: step => {
        seen.push(step)
        terminal.progress(null)
        terminal.stream(drawStep(shell, step))
      },
      signal: stop.signal,
      keep: keep ? stay : undefined,
    })
    .catch((error: unknown) => {
      terminal.progress(null)
      if (error instanceof Interrupted) tell()
      throw error
    })
    .finally(letGo)
  tell()
  const ok = steps.length > 0 && steps.every(step => step.ok)
  const total = duration(steps.reduce((sum, step) => sum + step.ms, 0))
  const end = ok ? `All ${steps.length} steps hold, in ${total}.` : 'The demo stopped at a step that does not hold.'
  terminal.print(['', end])
  shell.exitCode = ok ? done : failed
}

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
    '  It deploys the repository anew. Push a change, and see it deployed:',
    `    cd ${repository}`,
    '    echo "// changed" >> lambda/greeting.js && git commit -am "Say it my way"',
    `    export TRELLIS_HOME=${home}`,
    '    trellis dashboard                 # a link that signs a browser in',
    '    trellis logs hello development --follow',
    '    trellis promote hello development --follow',
    look.paint('dim', '  In a checkout: npx --prefix CHECKOUT trellis … in place of trellis …'),
  ]
}
