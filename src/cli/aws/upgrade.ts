import type { Command } from 'commander'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { symbols } from '../view/symbols.ts'
import { type PlaceOptions, placeOf, recordLines, withChoices, withPlace } from './place.ts'

export const upgrade = (shell: Shell): Command =>
  withChoices(
    withPlace(
      leaf('upgrade', 'Bring an installation in AWS to the version of this command', {
        examples: ['npx trellis@latest upgrade --region eu-central-1'],
        more: 'All that it remembers stays. It never goes back to an older version.',
      }),
    ),
  ).action(async (options: PlaceOptions) => {
    const { terminal, world } = shell
    const done = await world.powers.upgrade(placeOf(options), line => terminal.note(line))
    const what = done.before === done.version ? `is at ${done.version}` : `went from ${done.before} to ${done.version}`
    shell.show(done, [
      `${terminal.look.paint('green', symbols.good)} The installation ${done.name} ${what}.`,
      ...recordLines(done.record),
    ])
  })
