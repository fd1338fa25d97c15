import type { Command } from 'commander'
import { invalid } from '../cli-error.ts'
import { between } from '../input/amounts.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'

export const listBranches = (shell: Shell): Command =>
  leaf('branches', 'List the branches of a repository that the App may read', {
    examples: ['trellis github branches acme/shop', 'trellis github branches acme/shop feature/'],
  })
    .argument('<repository>', 'As owner/name')
    .argument('[search]', 'Only those whose name holds it')
    .option('--limit <number>', 'At most so many', between(1, 5_000), 1_000)
    .action(async (fullName: string, search: string | undefined, { limit }: { limit: number }) => {
      const [owner = '', repository = '', ...rest] = fullName.split('/')
      if (!owner || !repository || rest.length > 0) {
        throw invalid(`${fullName} is not a repository of GitHub.`, 'Name it as owner/name: acme/shop.')
      }
      const query = { search: search ?? '', limit }
      const found = await shell.client.call('listGitHubBranches', { params: { owner, repository }, query })
      const more = found.total - found.branches.length
      const lines = found.branches.map(one => `  ${one}`)
      shell.show(found, found.total === 0 ? 'There are none.' : [...lines, ...(more > 0 ? [`  and ${more} more`] : [])])
    })
