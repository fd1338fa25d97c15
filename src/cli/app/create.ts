import type { Command } from 'commander'
import type { Environment } from '../../contract/app.ts'
import { BranchName, RepositoryPath, Slug } from '../../contract/names.ts'
import { commaList } from '../input/amounts.ts'
import { fits } from '../input/fits.ts'
import { locateRepository } from '../input/repository.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import type { Look } from '../terminal.ts'
import { symbols } from '../view/symbols.ts'
import { plain } from '../view/text.ts'
import { foresee } from './foresee.ts'

interface Options {
  repo: string
  path?: string
  branch?: string
  account?: string
  environments?: string[]
}

export const createApp = (shell: Shell): Command =>
  leaf('create', 'Connect a repository', {
    examples: [
      'trellis app create hello --repo .',
      'trellis app create shop --repo https://github.com/acme/shop.git --account acme',
      'trellis app create api --repo git@github.com:acme/mono.git --path services/api --environments dev,live',
    ],
    more: 'The first environment follows the default branch, and its head is deployed at once; the last one is protected. Pushes are found within five seconds, by an installation in AWS within five minutes, or at once where a webhook (`trellis app webhook`) or the GitHub App tells of them.',
  })
    .argument('<name>', 'What Trellis calls it', fits('The name', Slug))
    .requiredOption('--repo <url|path>', 'A git URL, or the path of a repository')
    .option('--path <dir>', "The app's folder in the repository (default: its root)", fits('--path', RepositoryPath))
    .option(
      '--branch <branch>',
      'What the first environment follows (default: the default branch)',
      fits('--branch', BranchName),
    )
    .option('--account <account>', 'Where it deploys to (default: the only account there is)')
    .option('--environments <names>', 'The pipeline (default: development,staging,production)', slugs)
    .action(async (name: string, options: Options) => {
      const { client, terminal, world } = shell
      const { repository, path } = locateRepository(options.repo, world.cwd)
      const { branch, account, environments } = options
      const folder = options.path ?? path
      if (!options.path && path)
        terminal.note(`The repository begins at ${repository}; the app's folder in it is ${path}.`)
      const app = await client.call('createApp', {
        body: {
          name,
          repository,
          ...(folder ? { path: folder } : {}),
          ...(branch ? { branch } : {}),
          ...(account ? { account } : {}),
          ...(environments ? { environments } : {}),
        },
      })
      const pipeline = await client.call('listEnvironments', { params: { app: name } })
      const warnings = await foresee(shell, {
        repository: app.repository,
        path: app.path,
        ...(branch ? { branch } : {}),
      })
      const status = await client.call('appStatus', { params: { app: name } })
      const { paint } = terminal.look
      shell.show({ ...app, environments: pipeline, warnings }, [
        `${paint('green', symbols.good)} ${paint('bold', app.name)} is connected to ${app.repository}`,
        `  ${drawPipeline(pipeline, terminal.look)}`,
        ...warnings.map(text => `  ${paint('yellow', symbols.warning)} ${plain(text)}`),
        ...next(app.name, pipeline, status.environments[0]?.branchProblem != null, terminal.look),
      ])
    })

const slugs = (text: string): string[] => commaList(text).map(fits('--environments', Slug))

/** `development (follows main) → staging → production (protected)` */
export function drawPipeline(pipeline: readonly Environment[], { paint }: Look): string {
  const places = pipeline.map(one => {
    const fact = one.branch ? `follows ${one.branch}` : one.protected ? 'protected' : ''
    return fact ? `${one.name} ${paint('dim', `(${fact})`)}` : one.name
  })
  return places.join(paint('dim', ' → '))
}

/** @param empty whether the repository has no commit yet */
function next(app: string, pipeline: readonly Environment[], empty: boolean, { paint }: Look): string[] {
  const first = pipeline.find(one => one.branch)
  if (!first) return []
  if (empty) return [`  Nothing is there yet: the first commit on ${first.branch} goes to ${first.name}.`]
  return [
    `  The head of ${first.branch} goes to ${first.name} now.`,
    paint('dim', `  Watch it: trellis logs ${app} ${first.name} --follow`),
  ]
}
