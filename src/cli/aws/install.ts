import type { Command } from 'commander'
import { CliError } from '../cli-error.ts'
import { confirm } from '../input/confirm.ts'
import { leaf } from '../leaf.ts'
import { keepLogin, sameAddress } from '../login/kept-logins.ts'
import type { Shell } from '../shell.ts'
import { symbols } from '../view/symbols.ts'
import { type PlaceOptions, placeOf, policyArn, recordLines, withChoices, withPlace } from './place.ts'
import { previewLines } from './preview.ts'

interface Options extends PlaceOptions {
  yes?: boolean
  verify: boolean
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
        ],
        more: 'What would be made is shown first, with what it costs; a terminal is asked, a script means it. This command line is signed in to it afterwards. Begun again after an interruption, it goes on. docs/aws.md says what is lacking.',
      }),
    ),
  )
    .option(
      '--bootstrap-policy <arn>',
      'What the CDK may do in the account, if it is not prepared yet (default: everything); again for more',
      policyArn,
    )
    .option('--yes', 'Yes, install it; do not ask')
    .option('--no-verify', 'Try it without some permission that IAM says is missing')
    .action(async ({ yes, verify, ...options }: Options) => {
      const { terminal, world, home } = shell
      const say = (line: string) => terminal.note(line)
      const place = placeOf(options)
      const preview = await world.powers.beforeInstall(place, say)
      const { missing } = preview.permissions
      terminal.note(previewLines(preview, terminal.sideLook))
      if (verify && missing.length > 0) throw notAllowed(preview.identity, missing)
      if (!yes && terminal.read && !(await confirm(shell, 'Go ahead?'))) {
        throw new CliError('confirmation_required', 'invalid', 'Nothing was installed.', 'Answer y, or give --yes.')
      }
      const { token, ...installed } = await world.powers.install(place, say)
      const url = sameAddress(installed.url)
      keepLogin(home, { url, token, login: 'owner', expiresAt: installed.expiresAt })
      const { paint } = terminal.look
      shell.show(installed, [
        `${paint('green', symbols.good)} Trellis ${installed.version} is installed as ${installed.name} in ${installed.region} (account ${installed.account}).`,
        `  ${paint(['cyan', 'underline'], url)}`,
        ...recordLines(installed.record),
        `Sign your browser in: ${paint(['cyan', 'underline'], installed.signInLink)}`,
        paint('dim', '  The link works once, within ten minutes. This command line is signed in already.'),
      ])
    })

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
