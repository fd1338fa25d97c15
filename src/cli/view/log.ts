import { stripVTControlCharacters } from 'node:util'
import type { PhaseName } from '../../contract/deployment.ts'
import type { LogLine } from '../../contract/log.ts'
import type { Look, Style } from '../terminal.ts'

const phaseStyles: Record<PhaseName, Style> = {
  checkout: 'blue',
  install: 'blue',
  test: 'magenta',
  'before-deploy': 'cyan',
  build: 'cyan',
  deploy: 'green',
  'after-deploy': 'green',
  remove: 'yellow',
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
const colours = /\u001b\[[\d;]*m/
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to go
const controls = /[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f]/g

/** Draws log lines below headings, one for each phase; keeps in mind in which phase it is. */
export class LogView {
  #phase: PhaseName | null | undefined

  draw(lines: readonly LogLine[], look: Look): string[] {
    return lines.flatMap(line => [...this.#heading(line.phase, look), drawLine(line, look)])
  }

  #heading(phase: PhaseName | null, look: Look): string[] {
    const first = this.#phase === undefined
    if (phase === this.#phase) return []
    this.#phase = phase
    const name = phase ? look.paint('bold', look.paint(phaseStyles[phase], phase)) : look.paint('bold', 'trellis')
    return first ? [name] : ['', name]
  }
}

function drawLine({ seq, stream, text }: LogLine, look: Look): string {
  const number = look.paint('dim', String(seq).padStart(5))
  // What Trellis says itself is told apart from what the build prints, by a mark too.
  const mark = stream === 'trellis' ? look.paint('green', '›') : ' '
  return `${number} ${mark} ${clean(text, look.colour)}`.trimEnd()
}

/** A build may colour its words, but not move the cursor. What it overwrote with carriage returns is gone, as it was there. */
function clean(text: string, colour: boolean): string {
  const shown = text.replace(/\r+$/, '').split('\r').at(-1) ?? ''
  if (!colour) return stripVTControlCharacters(shown).replaceAll(controls, '')
  const parts = shown.split(new RegExp(`(${colours.source})`))
  const kept = parts.map((part, i) => (i % 2 === 1 ? part : stripVTControlCharacters(part).replaceAll(controls, '')))
  return parts.length > 1 ? `${kept.join('')}\u001b[0m` : kept.join('')
}
