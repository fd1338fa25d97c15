import type { Command } from 'commander'
import { CliError } from '../cli-error.ts'
import { answerTo } from '../input/confirm.ts'
import { leaf } from '../leaf.ts'
import { currentLogin, forgetLogin, keptLogins } from '../login/kept-logins.ts'
import type { Shell } from '../shell.ts'
import { symbols } from '../view/symbols.ts'
import type { InstallPlace, Removal, Uninstallable } from '../world.ts'
import { optionsTo } from './options-to.ts'
import { type PlaceOptions, placeOf, withPlace } from './place.ts'
import { untilInterrupted } from './until-interrupted.ts'

interface Options extends PlaceOptions {
  yes?: boolean
  deleteData?: boolean
}

export const uninstall = (shell: Shell): Command =>
  withPlace(
    leaf('uninstall', 'Remove an installation from AWS', {
      examples: [
        'trellis uninstall --region eu-central-1',
        'trellis uninstall --region eu-central-1 --yes --delete-data',
      ],
      more: 'What your apps deployed stays as it is. The records, objects and the key of the installation stay as well, and are named, unless --delete-data is given, which also deletes what an earlier removal kept. A terminal is asked for the name.',
    }),
  )
    .option('--yes', 'Yes, remove it; without this a script is told what would go, and nothing happens')
    .option('--delete-data', 'Also delete all that it remembers')
    .action(async ({ yes, deleteData = false, ...options }: Options) => {
      const { terminal, world, home } = shell
      const place = placeOf(options)
      if (!yes) await agreed(shell, await world.powers.beforeUninstall(place), deleteData)
      const work = world.powers.uninstall(place, deleteData, line => terminal.note(line))
      const done = await untilInterrupted(shell, { command: 'uninstall', place }, work)
      const meant = currentLogin(home)
      if (done.url) forgetLogin(home, done.url)
      const { paint } = terminal.look
      shell.show(done, [
        done.url === null
          ? `${paint('green', symbols.good)} What was kept of the installation ${done.name} is deleted.`
          : `${paint('green', symbols.good)} The installation ${done.name} is removed.`,
        ...keptLines(done, place),
        ...(done.url === null ? [] : toolkitLines(done)),
        ...(meant && !currentLogin(home) ? meantLines(shell) : []),
      ])
    })

/** At a terminal by typing the name; a script has to say so. @throws CliError confirmation_required */
async function agreed(shell: Shell, doomed: Removal, deleteData: boolean): Promise<void> {
  const { name, region, account, url, data } = doomed
  const ids = data.map(one => one.id).join(', ')
  const fate = ids
    ? ` Its data (${ids}) would ${deleteData ? 'be deleted as well' : 'stay'}.`
    : ' There is no data of it.'
  const what =
    url === null
      ? `This would delete what was kept of the installation ${name} in ${region} (account ${account}): ${ids}.`
      : `This would remove the installation ${name} in ${region} (account ${account}).${fate}${interrupted(doomed)}`
  if (shell.terminal.read) {
    shell.terminal.note(what)
    if ((await answerTo(shell, `Type its name, ${name}, to go ahead: `)) === name) return
  }
  throw new CliError(
    'confirmation_required',
    'invalid',
    shell.terminal.read ? 'That is not its name. Nothing was done.' : `${what} Nothing was done.`,
    'If that is what you want, say so with --yes.',
  )
}

/** A stack in the midst of a change goes on by itself, but nobody records how it ended. */
function interrupted({ builds }: Removal): string {
  if (builds === 0) return ''
  if (builds === null) return ' Whether builds run cannot be seen; they would be stopped.'
  return builds === 1
    ? ' A build runs and would be stopped in the midst of it: wait for its end, or cancel it first.'
    : ` ${builds} builds run and would be stopped in the midst of it: wait for their end, or cancel them first.`
}

/** What stays costs something, and nothing takes it up by itself. */
function keptLines({ data, earlier }: Uninstallable, place: InstallPlace): string[] {
  const kept = [
    ...data.map(({ type, id }) => `  Kept: ${id} (${type})`),
    ...earlier.map(({ type, id }) => `  Kept by a removal before: ${id} (${type})`),
  ]
  if (kept.length === 0) return []
  return [
    ...kept,
    'A later install does not take it up: it begins anew. It costs about $0.40 a month for the key, and some cents a GB.',
    `\`trellis uninstall --delete-data${optionsTo(place)}\` deletes it within 90 days; docs/aws.md says how to get at it, or to delete it later.`,
  ]
}

/** It was the server that commands meant. */
function meantLines({ home }: Shell): string[] {
  const others = keptLogins(home)
  if (others.length === 0) return []
  return [
    'This command line meant that server. It is signed in to others:',
    ...others.map(one => `  trellis use ${one.url}`),
  ]
}

const toolkitLines = ({ account, region }: Uninstallable): string[] => [
  'The stack CDKToolkit stays, since others may deploy by it. If nobody does: `aws cloudformation delete-stack --stack-name CDKToolkit`,',
  `  and its bucket cdk-hnb659fds-assets-${account}-${region}, which the stack leaves, is yours to empty and delete.`,
]
