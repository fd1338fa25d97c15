import type { Command } from 'commander'
import type { Shell } from '../shell.ts'
import { backup } from './backup.ts'
import { dashboard } from './dashboard.ts'
import { demo } from './demo.ts'
import { detect } from './detect.ts'
import { doctor } from './doctor.ts'
import { restore } from './restore.ts'
import { up } from './up.ts'

/** What needs no server, is one, or opens one. */
export const localCommands = (shell: Shell): Command[] => [
  up(shell),
  dashboard(shell),
  demo(shell),
  doctor(shell),
  detect(shell),
  backup(shell),
  restore(shell),
]
