import type { Command } from 'commander'
import { group } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { listBranches } from './branches.ts'
import { connect } from './connect.ts'
import { disconnect } from './disconnect.ts'
import { listRepositories } from './repositories.ts'
import { rotate } from './rotate.ts'
import { status } from './status.ts'

export const gitHubCommands = (shell: Shell): Command =>
  group('github', 'GitHub: the App that reads repositories, hears of pushes and reports deployments', [
    connect(shell),
    status(shell),
    rotate(shell),
    listRepositories(shell),
    listBranches(shell),
    disconnect(shell),
  ])
