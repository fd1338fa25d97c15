import type { Command } from 'commander'
import type { App } from '../../contract/app.ts'
import { noApps } from '../deployment/status.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { table } from '../view/table.ts'

export const listApps = (shell: Shell): Command =>
  leaf('list', 'List the apps', { examples: ['trellis app list', 'trellis app list --json'] }).action(async () => {
    const apps = await shell.client.call('listApps')
    const { look } = shell.terminal
    const lines = table<App>(
      [
        { title: 'NAME', text: one => one.name, draw: text => look.paint('bold', text), least: 10 },
        { title: 'REPOSITORY', text: one => one.repository, least: 20 },
        { title: 'FOLDER', text: one => (one.path === '.' ? '' : one.path), least: 10, dispensable: 2 },
        { title: 'BRANCH', text: one => one.defaultBranch, least: 8, dispensable: 1 },
      ],
      apps,
      look,
    )
    shell.show(apps, apps.length > 0 ? lines : noApps(shell))
  })
