import type { Command } from 'commander'
import { group } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { listVariables } from './list.ts'
import { setVariables } from './set.ts'
import { unsetVariables } from './unset.ts'

export const variablesCommands = (shell: Shell): Command =>
  group('variables', "Variables of an environment's builds", [
    listVariables(shell),
    setVariables(shell),
    unsetVariables(shell),
  ])
