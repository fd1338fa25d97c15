import type { Command } from 'commander'
import type { Shell } from '../shell.ts'
import { cancel } from './cancel.ts'
import { deploy } from './deploy.ts'
import { explain } from './explain.ts'
import { history } from './history.ts'
import { logs } from './logs.ts'
import { promote } from './promote.ts'
import { rollback } from './rollback.ts'
import { status } from './status.ts'
import { teardown } from './teardown.ts'

export const deploymentCommands = (shell: Shell): Command[] => [
  status(shell),
  deploy(shell),
  promote(shell),
  rollback(shell),
  teardown(shell),
  cancel(shell),
  history(shell),
  logs(shell),
  explain(shell),
]
