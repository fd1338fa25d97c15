import type { Command } from 'commander'
import { webAddress } from '../input/amounts.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'

interface Options {
  url?: string
  organization?: string
  name?: string
}

export const connect = (shell: Shell): Command =>
  leaf('connect', 'Make a GitHub App for this server, by one click', {
    examples: ['trellis github connect --organization acme', 'trellis github connect --url https://github.example.com'],
    more: 'Prints the address of a page with one button. A server that is connected already gets another App in the place of the former.',
  })
    .option('--organization <name>', 'Whose App it will be (default: of whoever makes it)')
    .option('--url <url>', 'A GitHub Enterprise Server (default: https://github.com)', webAddress)
    .option('--name <name>', 'What the App will be called')
    .action(async ({ url, organization, name }: Options) => {
      const body = { ...(url ? { url } : {}), ...(organization ? { organization } : {}), ...(name ? { name } : {}) }
      const form = await shell.client.call('connectGitHub', { body })
      const { paint } = shell.terminal.look
      shell.show(form, [
        `Open this page and press its button: ${paint(['cyan', 'underline'], form.page)}`,
        paint('dim', '  It is good for an hour, once. GitHub then asks which repositories the App may read.'),
        paint('dim', '  Afterwards: trellis github status'),
      ])
    })
