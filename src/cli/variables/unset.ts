import type { Command } from 'commander'
import { invalid } from '../cli-error.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'

export const unsetVariables = (shell: Shell): Command =>
  leaf('unset', 'Remove variables', { examples: ['trellis variables unset hello staging STRIPE_KEY LOG_LEVEL'] })
    .argument('<app>')
    .argument('<environment>')
    .argument('<KEY...>')
    .action(async (app: string, environment: string, keys: string[]) => {
      const params = { app, environment }
      const there = new Set((await shell.client.call('listVariables', { params })).map(one => one.key))
      const unknown = keys.filter(key => !there.has(key))
      // Before any is removed: a slip of the pen must not leave half of the work done.
      if (unknown.length > 0) {
        throw invalid(
          `${environment} has no variable ${unknown.join(', ')}. Nothing was removed.`,
          there.size > 0 ? `It has ${[...there].join(', ')}.` : 'It has none at all.',
        )
      }
      for (const key of keys) await shell.client.call('unsetVariable', { params: { ...params, key } })
      shell.show(
        { app, environment, removed: keys },
        `Removed ${keys.join(', ')}. It holds from the next deployment on.`,
      )
    })
