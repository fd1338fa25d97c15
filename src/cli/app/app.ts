import type { Command } from 'commander'
import { group } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { createApp } from './create.ts'
import { deleteApp } from './delete.ts'
import { listApps } from './list.ts'
import { setApp } from './set.ts'
import { showApp } from './show.ts'
import { appWebhook } from './webhook.ts'

export const appCommands = (shell: Shell): Command =>
  group('app', 'Apps: a repository and its pipeline', [
    createApp(shell),
    listApps(shell),
    showApp(shell),
    setApp(shell),
    appWebhook(shell),
    deleteApp(shell),
  ])
