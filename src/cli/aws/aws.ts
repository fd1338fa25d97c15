import type { Command } from 'commander'
import type { Shell } from '../shell.ts'
import { install } from './install.ts'
import { uninstall } from './uninstall.ts'
import { upgrade } from './upgrade.ts'

/** Trellis itself in an AWS account. */
export const awsCommands = (shell: Shell): Command[] => [install(shell), upgrade(shell), uninstall(shell)]
