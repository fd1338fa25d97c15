import type { Command } from 'commander'
import { isFinal } from '../../contract/vocabulary.ts'
import { deploymentNumber } from '../input/amounts.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { headline } from '../view/deployment.ts'
import { symbols } from '../view/symbols.ts'

export const cancel = (shell: Shell): Command =>
  leaf('cancel', 'Cancel what runs in an environment, else what waits there', {
    examples: ['trellis cancel hello staging', 'trellis cancel hello staging 7'],
  })
    .argument('<app>')
    .argument('<environment>')
    .argument('[number]', 'Only this deployment, and no other that runs by then', deploymentNumber)
    .action(async (app: string, environment: string, number?: number) => {
      const deployment = await shell.client.call('cancel', { params: { app, environment }, query: { number } })
      const { look } = shell.terminal
      if (isFinal(deployment.state)) return shell.show(deployment, headline(deployment, look))
      const place = look.paint('bold', `${app}/${environment} #${deployment.number}`)
      shell.show(deployment, [
        `${look.paint('yellow', symbols.moving)} Cancelling ${place}.`,
        '  The environment is free once its processes have ended and its stack is stable.',
        look.paint('dim', `  Watch it: trellis logs ${app} ${environment} ${deployment.number} --follow`),
      ])
    })
