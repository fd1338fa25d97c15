import { execFileSync } from 'node:child_process'
import type { Repository } from './state.ts'

/** Branches with their heads. */
export function headsOf({ folder, branches }: Repository): Map<string, string> {
  if (!folder) return branches
  const format = '--format=%(refname:lstrip=2)%00%(objectname)'
  const said = execFileSync('git', ['-C', folder, 'for-each-ref', format, 'refs/heads/'], { encoding: 'utf8' })
  const lines = said.split('\n').filter(line => line !== '')
  return new Map(lines.map(line => line.split('\0') as [string, string]))
}
