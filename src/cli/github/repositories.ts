import type { Command } from 'commander'
import type { GitHubRepository } from '../../contract/github.ts'
import { between } from '../input/amounts.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { table } from '../view/table.ts'

export const listRepositories = (shell: Shell): Command =>
  leaf('repositories', 'List the repositories that the App may read', {
    examples: ['trellis github repositories', 'trellis github repositories shop --limit 20'],
  })
    .argument('[search]', 'Only those whose name holds it')
    .option('--limit <number>', 'At most so many', between(1, 5_000), 1_000)
    .action(async (search: string | undefined, { limit }: { limit: number }) => {
      const query = { search: search ?? '', limit }
      const found = await shell.client.call('listGitHubRepositories', { query })
      const { look } = shell.terminal
      const lines = table<GitHubRepository>(
        [
          { title: 'NAME', text: one => one.fullName, draw: text => look.paint('bold', text), least: 16 },
          { title: 'BRANCH', text: one => one.defaultBranch, dispensable: 2 },
          { title: '', text: one => [one.private ? 'private' : '', one.archived ? 'archived' : ''].join(' ').trim() },
          { title: 'URL', text: one => one.url, least: 20, dispensable: 1 },
        ],
        found.repositories,
        look,
      )
      const more = found.total - found.repositories.length
      shell.show(found, found.total === 0 ? 'There are none.' : [...lines, ...(more > 0 ? [`  and ${more} more`] : [])])
    })
