import { commandLine, isForTerminals } from './speaks-of-commands.ts'

/** How it is mended here, of what the server tells how a command mends it. By the codes of errors and failures, which are stable. */
const words: Readonly<Record<string, string>> = {
  account_not_bootstrapped: 'Prepare the account for the CDK, once: under Accounts.',
  account_not_found: 'Accounts shows those there are, and adds others.',
  app_not_found: 'It may have been deleted or renamed: Apps shows those there are.',
  container_engine_needed:
    'Let builds reach Docker or Podman where Trellis runs, or let the app bundle without a container.',
  credentials_expired: 'Sign in again where Trellis runs, or replace the credentials of the account, under Accounts.',
  credentials_invalid: 'Replace the credentials of the account, under Accounts.',
  credentials_missing: 'Give the account credentials, under Accounts: access keys, a profile, or a role to assume.',
  deployment_not_found: 'The history lists those there are.',
  environment_busy: 'Cancel what runs or waits there, or wait until it has ended.',
  github_not_connected: 'Connect it, under GitHub.',
  github_not_installed: 'Give it the repository on the page of its installation, to which the page GitHub leads.',
  github_refused: 'Look at the connection, under GitHub.',
  github_state_invalid: 'Begin anew, under GitHub.',
  invalid_variable: 'It may have been taken away meanwhile: the matrix shows those there are.',
  member_not_found: 'They may have been removed meanwhile: the list shows those there are.',
  no_next_environment: 'Promote from the environment before it, or add another one behind it, in the settings.',
  not_allowed: 'Ask an admin for it.',
  not_signed_in: 'Sign in again.',
  nothing_to_roll_back_to: 'The history lists what was deployed.',
  repository_wants_password: 'Connect Trellis to GitHub, under GitHub, or use a public repository.',
  server_unreachable:
    'The page goes on by itself once it does. What you asked for is not sent again by itself: look then, and ask again.',
  session_not_found: 'It may have ended meanwhile: the list shows those there are.',
  timed_out: 'Raise the time-out in the settings of the environment.',
  token_not_found: 'It may have ended meanwhile: the list shows those there are.',
  unexpected_answer:
    'Reload the page: there may be a newer Trellis, or something in between that answers in its place.',
  variable_missing: 'Set the variable, in the settings of the app.',
}

/** Where a command has its like here, in the words around it. */
const places: readonly (readonly [command: RegExp, here: string])[] = [
  [
    /`trellis environment set \S+ \S+ --stack-names (\w+)`/g,
    '“Names of its stacks: $1” in the settings of the environment',
  ],
  [/ with `trellis environment set[^`]*`/g, ' in the settings of the environment'],
  [/`trellis environment set[^`]*`/g, 'in the settings of the environment'],
  [/ with `trellis app set[^`]*`/g, ' in the settings of the app'],
  [/: `trellis app set[^`]*`/g, ', in the settings of the app'],
  [/`trellis app create (?!\S+ --environments)[^`]*`/g, '“New app”'],
  [/: `trellis variables set[^`]*`/g, ', under Variables in the settings of the app'],
  [/ with `trellis teardown[^`]*`/g, ' with “Tear down …” on its card'],
  [/ with `--delete-retained` again/g, ' again, together with what would stay behind'],
  [/: `trellis member[^`]*`/g, ', under People'],
]

/** A hint of the server in words that make sense in front of the dashboard. */
export function hintHere(code: string, hint: string): string {
  if (!isForTerminals(hint)) return hint
  const said = words[code]
  if (said !== undefined) return said
  return withoutCommands(places.reduce((text, [command, here]) => text.replaceAll(command, here), hint))
}

const one = '\0'

/** Leaves out what says the same for a command line, and the sentences that say nothing else. */
function withoutCommands(hint: string): string {
  const marked = hint
    .replaceAll(new RegExp(commandLine, 'g'), one)
    .replaceAll(new RegExp(` \\(${one}(?:, ${one})*\\)`, 'g'), '')
    .replaceAll(`: ${one}, or `, ', ')
    .replaceAll(new RegExp(`[:,] ${one}(?=[.;])`, 'g'), '')
  const sentences = marked.split(/(?<=[.;])\s+/).filter(sentence => !sentence.includes(one))
  return sentences.join(' ').replace(/;$/, '.')
}
