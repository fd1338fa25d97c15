import { type Argument, Command } from 'commander'
import { accessCommands } from './access/access.ts'
import { accountCommands } from './account/account.ts'
import { appCommands } from './app/app.ts'
import { awsCommands } from './aws/aws.ts'
import { deploymentCommands } from './deployment/deployment.ts'
import { environmentCommands } from './environment/environment.ts'
import { gitHubCommands } from './github/github.ts'
import { localCommands } from './local/local.ts'
import { login } from './login/login.ts'
import { logout } from './login/logout.ts'
import { use } from './login/use.ts'
import { whoAmI } from './login/whoami.ts'
import type { CommonOptions, Shell } from './shell.ts'
import { UsageError } from './usage-error.ts'
import { variablesCommands } from './variables/variables.ts'

const afterHelp = `
First steps:
  trellis doctor                                     what works on this machine
  trellis up                                         start the server
  trellis account add main --region eu-central-1     where it deploys to
  trellis app create hello --repo ~/code/hello       connect a repository
  trellis status hello                               what stands where

Exit codes: 0 done or queued · 1 it ran and failed · 2 wrong usage or input · 3 not reachable or not allowed · 4 conflict`

/** The whole command line. */
export function createProgram(shell: Shell): Command {
  const program = new Command('trellis')
    .description('Takes serverless apps from a push to production, and back.')
    .version(shell.world.version, '-V, --version', 'Print the version')
    .option('--json', 'Print one JSON document, for scripts')
    .option('--home <dir>', 'Where this machine\'s Trellis lives (default: TRELLIS_HOME, or "trellis" among your data)')
    .helpCommand('help [command]', 'Explain a command')
    .addHelpText('after', afterHelp)
  const add = (heading: string, commands: readonly Command[]) => {
    for (const command of commands) program.addCommand(command.helpGroup(heading))
  }
  add('This machine:', localCommands(shell))
  add('In your AWS account:', awsCommands(shell))
  add('Setting up:', [
    appCommands(shell),
    environmentCommands(shell),
    variablesCommands(shell),
    accountCommands(shell),
    gitHubCommands(shell),
  ])
  add('Deploying:', deploymentCommands(shell))
  add('The team:', [login(shell), logout(shell), use(shell), whoAmI(shell), ...accessCommands(shell)])
  program.hook('preAction', () => shell.use(program.opts<CommonOptions>()))
  dress(program, shell)
  return program
}

/** What holds for every command, however deep. */
function dress(command: Command, shell: Shell): void {
  const { look } = shell.terminal
  command
    .helpOption('-h, --help', 'Explain this command')
    .showSuggestionAfterError()
    .configureHelp({
      showGlobalOptions: true,
      sortSubcommands: false,
      // Without `[options]`, which nearly all have.
      subcommandTerm: sub => [sub.name(), ...sub.registeredArguments.map(argumentTerm)].join(' '),
      styleTitle: text => look.paint('bold', text),
      styleCommandText: text => look.paint('green', text),
      styleOptionTerm: text => look.paint('green', text),
      styleSubcommandTerm: text => look.paint('green', text),
      styleArgumentTerm: text => look.paint('green', text),
    })
    .configureOutput({
      writeOut: text => shell.terminal.help(text, 'asked'),
      writeErr: text => shell.terminal.help(text, 'unasked'),
      // Told at the end, by what tells of all errors.
      outputError: () => undefined,
      getOutHelpWidth: () => Math.min(look.width, 100),
      getErrHelpWidth: () => Math.min(look.width, 100),
      getOutHasColors: () => look.colour,
      getErrHasColors: () => look.colour,
    })
    .exitOverride(error => {
      throw error.exitCode === 0 ? error : new UsageError(command, error)
    })
  for (const sub of command.commands) dress(sub, shell)
}

function argumentTerm(argument: Argument): string {
  const word = `${argument.name()}${argument.variadic ? '…' : ''}`
  return argument.required ? `<${word}>` : `[${word}]`
}
