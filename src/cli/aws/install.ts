import type { Command } from 'commander'
import { leaf } from '../leaf.ts'
import { keepLogin, sameAddress } from '../login/kept-logins.ts'
import type { Shell } from '../shell.ts'
import { symbols } from '../view/symbols.ts'
import { type PlaceOptions, placeOf, withPlace } from './place.ts'

export const install = (shell: Shell): Command =>
  withPlace(
    leaf('install', 'Install Trellis in your AWS account: a preview', {
      examples: ['trellis install --region eu-central-1', 'trellis install --region eu-central-1 --name trellis-two'],
      more: 'This command line is signed in to it afterwards. Begun again after an interruption, it goes on. There are no pages for browsers yet; docs/aws.md says what else is lacking.',
    }),
  ).action(async (options: PlaceOptions) => {
    const { terminal, world, home } = shell
    const { token, ...installed } = await world.powers.install(placeOf(options), line => terminal.note(line))
    const url = sameAddress(installed.url)
    keepLogin(home, { url, token, login: 'owner', expiresAt: installed.expiresAt })
    const { paint } = terminal.look
    shell.show(installed, [
      `${paint('green', symbols.good)} Trellis ${installed.version} is installed as ${installed.name} in ${installed.region} (account ${installed.account}).`,
      `  ${paint(['cyan', 'underline'], url)}`,
      `Sign your browser in: ${paint(['cyan', 'underline'], installed.signInLink)}`,
      paint('dim', '  The link works once, within ten minutes. This command line is signed in already.'),
    ])
  })
