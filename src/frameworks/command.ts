import type { PhaseName } from '../contract/deployment.ts'

/** A command as data. A script is text that the user wrote, for `sh -c`; nothing else ever needs a shell. */
export type Command = { phase: PhaseName; cwd: string } & ({ argv: string[] } | { script: string })

/** How people call a script: its first line, and that there are more. */
export function scriptName(script: string, most: number): string {
  const lines = script.trim().split('\n')
  const first = lines[0] as string
  const shown = first.length > most ? `${first.slice(0, most - 1)}…` : first
  return lines.length === 1 ? shown : `${shown} … (${lines.length} lines)`
}

/** In a sentence. */
export const shortName = (script: string): string => scriptName(script, 60)

/** Whether it runs more than one command, of which each may be the one that failed. */
export const isSequence = (script: string): boolean => /[\n;]|&&|\|\|/.test(script.trim())
