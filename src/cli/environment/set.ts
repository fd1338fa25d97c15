import { type Command, Option } from 'commander'
import { EnvironmentSettings, type SetEnvironment, type StackNames } from '../../contract/app.ts'
import { Machine } from '../../contract/machine.ts'
import { invalid } from '../cli-error.ts'
import { allow, type SetAllow } from '../input/allow.ts'
import { gigabytes, onOff, processors, timeout } from '../input/amounts.ts'
import { fits } from '../input/fits.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { noteWarnings } from '../view/warnings.ts'
import { drawEnvironments } from './draw.ts'
import { unknownBranch } from './unknown-branch.ts'

interface Options {
  branch?: string | false
  tests?: boolean
  testCommand?: string | false
  account?: string | false
  region?: string | false
  timeout?: number
  protected?: boolean
  stackNames?: StackNames
  beforeDeploy?: string | false
  afterDeploy?: string | false
  allow?: SetAllow
  after?: string
  first?: boolean
  machine?: boolean
  cpu?: Machine['cpu']
  memory?: number
  architecture?: Machine['architecture']
  spot?: boolean
}

const { branch, testCommand, region, beforeDeploy, afterDeploy } = EnvironmentSettings.shape

export const setEnvironment = (shell: Shell): Command =>
  leaf('set', "Change an environment's settings; the others stay", {
    examples: [
      'trellis environment set hello staging --branch release',
      'trellis environment set hello production --tests off --timeout 2h',
      'trellis environment set hello production --allow promote=mia,leo --allow teardown=admins',
      'trellis environment set hello staging --test-command "npm run test:ci"',
      'trellis environment set hello staging --cpu 4 --memory 16 --spot',
    ],
    more: 'Changes hold from the next deployment on.',
  })
    .argument('<app>')
    .argument('<environment>')
    .option('--branch <branch>', 'Deploy every push to this branch', fits('--branch', branch))
    .option('--no-branch', 'Deploy no pushes')
    .option('--tests <on|off>', 'Run the tests before deploying', onOff)
    .option('--test-command <command>', 'How to run them', fits('--test-command', testCommand))
    .option('--no-test-command', 'Run them as detected')
    .option('--account <account>', 'Where it deploys to')
    .option('--no-account', "Deploy with this machine's own AWS credentials")
    .option('--region <region>', 'Another region than that of the account', fits('--region', region))
    .option('--no-region', 'The region of the account')
    .option('--before-deploy <script>', 'Run this before each deployment here', fits('--before-deploy', beforeDeploy))
    .option('--no-before-deploy', 'Run nothing before it')
    .option('--after-deploy <script>', 'Run this after each success here', fits('--after-deploy', afterDeploy))
    .option('--no-after-deploy', 'Run nothing after it')
    .option(
      '--allow <who>',
      'Who may do what here: promote=mia,leo; teardown=admins; deploy=everyone. May be given several times',
      allow,
    )
    .option('--after <environment>', 'Move it behind this one')
    .option('--first', 'Move it to the front')
    .option('--timeout <time>', 'End a deployment after this time: 60m, 2h', timeout)
    .option('--protected', 'Change only by promotion, rollback or teardown')
    .option('--no-protected', 'Allow pushes and deployments')
    .addOption(
      new Option(
        '--stack-names <how>',
        "How its CloudFormation stacks are named: as in the code, or with the environment's name in front",
      ).choices(['auto', 'keep', 'prefix']),
    )
    .option('--cpu <number>', 'Processors of its build machines, in AWS: 0.25 to 16', processors)
    .option('--memory <GB>', 'Their memory; default: what goes with the processors', gigabytes)
    .addOption(new Option('--architecture <what>', 'Of their processors').choices(Machine.shape.architecture.options))
    .option('--spot', 'Cheaper machines, which AWS may take away in mid-build')
    .option('--no-spot', 'Machines that stay')
    .option('--no-machine', 'Machines of the usual size')
    .action(async (app: string, environment: string, options: Options) => {
      const body = settingsOf(options)
      if (Object.keys(body).length === 0) {
        throw invalid('Nothing to change was given.', '`trellis environment set --help` lists the settings.')
      }
      const changed = await shell.client.call('setEnvironment', { params: { app, environment }, body })
      if (body.branch) noteWarnings(shell, await unknownBranch(shell, app, body.branch))
      shell.show(changed, drawEnvironments([changed], shell.terminal.look))
    })

/** Only what was given; `--no-…` takes a setting away. */
function settingsOf(options: Options): SetEnvironment {
  const { branch, tests, testCommand, account, region, stackNames, beforeDeploy, afterDeploy } = options
  return {
    ...(branch !== undefined ? { branch: branch || null } : {}),
    ...(tests !== undefined ? { tests } : {}),
    ...(testCommand !== undefined ? { testCommand: testCommand || null } : {}),
    ...(account !== undefined ? { account: account || null } : {}),
    ...(region !== undefined ? { region: region || null } : {}),
    ...(options.timeout !== undefined ? { timeoutMinutes: options.timeout } : {}),
    ...(options.protected !== undefined ? { protected: options.protected } : {}),
    ...(stackNames !== undefined ? { stackNames } : {}),
    ...(beforeDeploy !== undefined ? { beforeDeploy: beforeDeploy || null } : {}),
    ...(afterDeploy !== undefined ? { afterDeploy: afterDeploy || null } : {}),
    ...machineOf(options),
    ...(options.allow ? { allow: options.allow } : {}),
    ...(options.first ? { after: null } : options.after !== undefined ? { after: options.after } : {}),
  }
}

function machineOf({ machine, cpu, memory, architecture, spot }: Options): Pick<SetEnvironment, 'machine'> {
  const named = Object.entries({ cpu, memory, architecture, spot }).filter(([, value]) => value !== undefined)
  if (named.length > 0) return { machine: Object.fromEntries(named) }
  return machine === false ? { machine: null } : {}
}
