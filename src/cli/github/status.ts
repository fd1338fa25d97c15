import type { Command } from 'commander'
import type { GitHubStatus } from '../../contract/github.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import type { Look } from '../terminal.ts'
import { symbols } from '../view/symbols.ts'
import { pairs } from '../view/table.ts'

export const status = (shell: Shell): Command =>
  leaf('status', 'How this server is connected to GitHub, and how it learns of pushes', {
    examples: ['trellis github status', 'trellis github status --json'],
  }).action(async () => {
    const found = await shell.client.call('gitHubStatus')
    shell.show(found, drawGitHub(found, shell.terminal.look))
  })

export function drawGitHub(found: GitHubStatus, look: Look): string[] {
  const { app, url, problem, webhook, installations } = found
  const { paint } = look
  if (!app) return ['Not connected to GitHub.', 'Connect it: trellis github connect']
  const last = webhook.lastAt ? `the last one at ${webhook.lastAt}` : 'none yet'
  const refused = webhook.refused > 0 ? `; ${webhook.refused} refused` : ''
  return [
    `${paint('green', symbols.good)} ${paint('bold', app.name)} of ${app.owner} at ${url}`,
    ...pairs(
      [
        ['App', app.url],
        ['Installed at', installations.map(describe).join(', ') || `nowhere yet: ${app.installUrl}`],
        ['Pushes', found.pushes === 'webhook' ? 'by webhook' : paint('yellow', 'by looking')],
        ['', found.pushesReason],
        ['Webhooks', `${webhook.accepted}, ${last}${refused}`],
        ['Key since', found.keyChangedAt ?? ''],
        ['Secret since', found.secretChangedAt ?? ''],
      ],
      look,
    ),
    ...(problem ? [`${paint('red', symbols.failed)} ${problem}`] : []),
  ]
}

const describe = ({ account, repositories, suspended }: GitHubStatus['installations'][number]): string =>
  `${account} (${suspended ? 'suspended' : repositories === 'all' ? 'all repositories' : 'chosen repositories'})`
