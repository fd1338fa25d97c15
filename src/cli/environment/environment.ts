import type { Command } from 'commander'
import { group } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { addEnvironment } from './add.ts'
import { removeEnvironment } from './remove.ts'
import { setEnvironment } from './set.ts'

export const environmentCommands = (shell: Shell): Command =>
  group('environment', 'Environments: the places of a pipeline', [
    addEnvironment(shell),
    setEnvironment(shell),
    removeEnvironment(shell),
  ])
