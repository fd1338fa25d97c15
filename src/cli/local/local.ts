import type { Command } from 'commander'
import type { Shell } from '../shell.ts'
import { demo } from './demo.ts'
import { detect } from './detect.ts'
import { doctor } from './doctor.ts'
import { up } from './up.ts'

/** What needs no server, or is one. */
export const localCommands = (shell: Shell): Command[] => [up(shell), demo(shell), doctor(shell), detect(shell)]
