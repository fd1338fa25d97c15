import type { Command } from 'commander'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { symbols } from '../view/symbols.ts'
import { pairs } from '../view/table.ts'

export const appWebhook = (shell: Shell): Command =>
  leaf('webhook', 'Make a webhook, so that pushes are seen at once', {
    examples: ['trellis app webhook hello'],
    more: 'Without one, Trellis looks at the repository every few seconds. A secret that was made before is valid no longer.',
  })
    .argument('<name>')
    .action(async (name: string) => {
      const webhook = await shell.client.call('rotateWebhook', { params: { app: name } })
      const url = `${shell.client.url}${webhook.path}`
      const { look } = shell.terminal
      shell.show({ ...webhook, url }, [
        ...pairs(
          [
            ['URL', url],
            ['Secret', look.paint('bold', webhook.secret)],
            ['Content type', 'application/json'],
            ['Signature', 'X-Hub-Signature-256: sha256=<HMAC of the body>'],
          ],
          look,
        ),
        '',
        ...(webhook.replaced
          ? [
              `${look.paint('yellow', symbols.warning)} The secret from before is valid no longer: give the git host this one.`,
            ]
          : []),
        '  The secret is shown this once. The git host must be able to reach the URL.',
      ])
    })
