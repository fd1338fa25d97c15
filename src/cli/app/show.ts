import type { Command } from 'commander'
import { drawEnvironments } from '../environment/draw.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { pairs } from '../view/table.ts'
import { plain } from '../view/text.ts'
import { age } from '../view/time.ts'

export const showApp = (shell: Shell): Command =>
  leaf('show', "Show an app and its environments' settings", { examples: ['trellis app show hello'] })
    .argument('<name>')
    .action(async (name: string) => {
      const params = { app: name }
      const [app, environments] = await Promise.all([
        shell.client.call('showApp', { params }),
        shell.client.call('listEnvironments', { params }),
      ])
      const { look } = shell.terminal
      const facts = pairs(
        [
          ['Repository', plain(app.repository)],
          ['Folder', app.path],
          ['Default branch', plain(app.defaultBranch)],
          ['Connected', `${age(app.createdAt, look.now)} ago`.replace('now ago', 'just now')],
        ],
        look,
      )
      shell.show({ ...app, environments }, [
        look.paint('bold', app.name),
        ...facts,
        '',
        ...drawEnvironments(environments, look),
      ])
    })
