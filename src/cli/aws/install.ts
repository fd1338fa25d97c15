import type { Command } from 'commander'
import { CliError } from '../cli-error.ts'
import { confirm } from '../input/confirm.ts'
import { leaf } from '../leaf.ts'
import { currentLogin, keepLogin, sameAddress } from '../login/kept-logins.ts'
import type { Shell } from '../shell.ts'
import { symbols } from '../view/symbols.ts'
import type { Admitted, Installed } from '../world.ts'
import { type PlaceOptions, placeOf, policyArn, recordLines, withChoices, withPlace } from './place.ts'
import { previewLines } from './preview.ts'
import { untilInterrupted } from './until-interrupted.ts'

interface Options extends PlaceOptions {
  yes?: boolean
  verify: boolean
  link?: boolean
}

export const install = (shell: Shell): Command =>
  withChoices(
    withPlace(
      leaf('install', 'Install Trellis in your AWS account: a preview', {
        examples: [
          'trellis install --region eu-central-1',
          'trellis install --region eu-central-1 --name trellis-two --yes',
          'trellis install --region eu-central-1 --domain trellis.example.org',
          'trellis install --region eu-central-1 --image 123456789012.dkr.ecr.eu-central-1.amazonaws.com/builds:1',
          'trellis install --region eu-central-1 --link',
        ],
        more: 'What would be made is shown first, with what it costs; a terminal is asked, a script means it. This command line is signed in to it afterwards, and means it from then on (`trellis use` goes back to another server). Begun again after an interruption, it goes on. docs/aws.md says what is lacking.',
      }),
    ),
  )
    .option(
      '--bootstrap-policy <arn>',
      'What the CDK may do in the account, if it is not prepared yet (default: everything); again for more',
      policyArn,
    )
    .option('--link', 'Install nothing: sign in again to one that stands, by the credentials of its account')
    .option('--yes', 'Yes, install it; do not ask')
    .option('--no-verify', 'Try it without some permission that IAM says is missing')
    .action(async ({ yes, verify, link, ...options }: Options) => {
      const { terminal, world } = shell
      const say = (line: string) => terminal.note(line)
      const place = placeOf(options)
      if (link) {
        signedIn(shell, await world.powers.admit(place, say), standsLine)
        return
      }
      const preview = await world.powers.beforeInstall(place, say)
      const { missing } = preview.permissions
      terminal.note(previewLines(preview, terminal.sideLook))
      if (verify && missing.length > 0) throw notAllowed(preview.identity, missing)
      if (!yes && terminal.read && !(await confirm(shell, 'Go ahead?'))) {
        throw new CliError('confirmation_required', 'invalid', 'Nothing was installed.', 'Answer y, or give --yes.')
      }
      const installed = await untilInterrupted(shell, { command: 'install', place }, world.powers.install(place, say))
      signedIn(shell, installed, installedLine)
    })

const installedLine = ({ version, name, region, account }: Installed) =>
  `Trellis ${version} is installed as ${name} in ${region} (account ${account}).`
const standsLine = ({ version, name, region, account }: Installed) =>
  `Trellis ${version} stands as ${name} in ${region} (account ${account}).`

/** Keeps the login, which becomes the one that is meant, and shows how a browser is let in. */
function signedIn(shell: Shell, done: Installed & Admitted, line: (done: Installed) => string): void {
  const { token, ...installed } = done
  const { home, terminal } = shell
  const { paint } = terminal.look
  const url = sameAddress(installed.url)
  const before = currentLogin(home)
  keepLogin(home, { url, token, login: 'owner', expiresAt: installed.expiresAt })
  shell.show(installed, [
    `${paint('green', symbols.good)} ${line(installed)}`,
    `  ${paint(['cyan', 'underline'], url)}`,
    ...recordLines(installed.record),
    `Sign your browser in: ${paint(['cyan', 'underline'], installed.signInLink)}`,
    paint('dim', '  The link works once, within ten minutes. This command line is signed in already, for 30 days;'),
    paint('dim', '  `trellis install --link` signs both in again, at any time, by the credentials of the account.'),
    ...(before && before !== url
      ? [
          paint(
            'dim',
            `  Commands mean this server from now on, and not ${before}: \`trellis use ${before}\` goes back.`,
          ),
        ]
      : []),
  ])
}

const notAllowed = (identity: string, missing: string[]) =>
  new CliError(
    'permissions_missing',
    'beyond',
    [
      `${identity} lacks ${missing.length === 1 ? 'a permission' : `${missing.length} permissions`}. Nothing was installed. Missing:`,
      ...missing.map(one => `  ${one}`),
    ].join('\n'),
    'Have them granted, or use other credentials (--profile); docs/aws.md has a policy with all of them. --no-verify tries it all the same.',
  )
