import type { Command } from 'commander'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { symbols } from '../view/symbols.ts'
import { optionsTo } from './options-to.ts'
import { type PlaceOptions, placeOf, recordLines, withChoices, withPlace } from './place.ts'
import { untilInterrupted } from './until-interrupted.ts'

export const upgrade = (shell: Shell): Command =>
  withChoices(
    withPlace(
      leaf('upgrade', 'Bring an installation in AWS to the version of this command', {
        examples: ['trellis upgrade --region eu-central-1'],
        more: 'The version is that of this command: `git pull && npm ci` brings a checkout to the newest. All that it remembers stays. It never goes back to an older version.',
      }),
    ),
  ).action(async (options: PlaceOptions) => {
    const { terminal, world } = shell
    const place = placeOf(options)
    const work = world.powers.upgrade(place, line => terminal.note(line))
    const done = await untilInterrupted(shell, { command: 'upgrade', place }, work)
    const what = done.before === done.version ? `is at ${done.version}` : `went from ${done.before} to ${done.version}`
    shell.show(done, [
      `${terminal.look.paint('green', symbols.good)} The installation ${done.name} ${what}.`,
      ...recordLines(done.record),
      terminal.look.paint('dim', `  To sign in again: trellis install --link${optionsTo(place)}`),
    ])
  })
