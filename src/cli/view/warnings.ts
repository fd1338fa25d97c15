import type { Shell } from '../shell.ts'
import { symbols } from './symbols.ts'

/** On the side, so that what is asked for stays alone on standard output. */
export function noteWarnings({ terminal }: Shell, warnings: readonly string[]): void {
  for (const warning of warnings) terminal.note(`${terminal.sideLook.paint('yellow', symbols.warning)} ${warning}`)
}
