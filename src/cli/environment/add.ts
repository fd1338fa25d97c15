import { type Command, Option } from 'commander'
import { BranchName, Slug } from '../../contract/names.ts'
import { fits } from '../input/fits.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { noteWarnings } from '../view/warnings.ts'
import { drawEnvironments } from './draw.ts'
import { unknownBranch } from './unknown-branch.ts'

interface Options {
  after?: string
  branch?: string
  account?: string
  protected?: boolean
}

export const addEnvironment = (shell: Shell): Command =>
  leaf('add', 'Add an environment to a pipeline', {
    examples: [
      'trellis environment add hello qa --after development --branch qa',
      'trellis environment add hello live --protected --account live',
    ],
  })
    .argument('<app>')
    .argument('<name>', 'What it is called', fits('The name', Slug))
    .option('--after <environment>', 'Its place in the pipeline (default: at the end)')
    .addOption(
      new Option('--branch <branch>', 'Deploy every push to this branch')
        .argParser(fits('--branch', BranchName))
        .conflicts('protected'),
    )
    .option('--account <account>', 'Where it deploys to (default: as the first environment)')
    .option('--protected', 'Change only by promotion, rollback or teardown')
    .action(async (app: string, name: string, options: Options) => {
      const { after, branch, account } = options
      const environment = await shell.client.call('addEnvironment', {
        params: { app },
        body: {
          name,
          protected: options.protected === true,
          ...(after ? { after } : {}),
          ...(branch ? { branch } : {}),
          ...(account ? { account } : {}),
        },
      })
      if (branch) noteWarnings(shell, await unknownBranch(shell, app, branch))
      shell.show(environment, drawEnvironments([environment], shell.terminal.look))
    })
