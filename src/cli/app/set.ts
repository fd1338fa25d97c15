import type { Command } from 'commander'
import { BranchName, RepositoryPath } from '../../contract/names.ts'
import { invalid } from '../cli-error.ts'
import { fits } from '../input/fits.ts'
import { locateRepository } from '../input/repository.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { symbols } from '../view/symbols.ts'

interface Options {
  repo?: string
  path?: string
  branch?: string
}

export const setApp = (shell: Shell): Command =>
  leaf('set', 'Change where an app comes from; the rest stays', {
    examples: ['trellis app set hello --path services/hello', 'trellis app set hello --branch trunk'],
    more: 'What stands in the cloud stays as it is: changes hold from the next deployment on. Which branch an environment follows is its own setting.',
  })
    .argument('<name>')
    .option('--repo <url|path>', 'A git URL, or the path of a repository')
    .option('--path <dir>', "The app's folder in the repository", fits('--path', RepositoryPath))
    .option('--branch <branch>', 'Its default branch', fits('--branch', BranchName))
    .action(async (name: string, { repo, path, branch }: Options) => {
      const located = repo === undefined ? undefined : locateRepository(repo, shell.world.cwd)
      const folder = path ?? located?.path
      const body = {
        ...(located ? { repository: located.repository } : {}),
        ...(folder ? { path: folder } : {}),
        ...(branch ? { defaultBranch: branch } : {}),
      }
      if (Object.keys(body).length === 0) {
        throw invalid('Nothing to change was given.', '`trellis app set --help` lists the settings.')
      }
      const { client } = shell
      const app = await client.call('setApp', { params: { app: name }, body })
      const { paint } = shell.terminal.look
      const following = branch ? (await client.call('appStatus', { params: { app: name } })).environments : []
      // Whoever follows a third one does so on purpose, as long as somebody follows this one.
      const elsewhere = following.some(one => one.branch === branch)
        ? undefined
        : following.find(one => one.branch !== null)
      const place = app.path === '.' ? app.repository : `${app.path} of ${app.repository}`
      shell.show(app, [
        `${paint('green', symbols.good)} ${paint('bold', app.name)} comes from ${place}, branch ${app.defaultBranch}`,
        ...(elsewhere
          ? [
              `  ${elsewhere.name} still follows ${elsewhere.branch}.`,
              paint(
                'dim',
                `  Let it follow ${branch}: trellis environment set ${name} ${elsewhere.name} --branch ${branch}`,
              ),
            ]
          : []),
      ])
    })
