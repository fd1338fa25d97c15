import { type Command, Option } from 'commander'
import type { Deployment } from '../../contract/deployment.ts'
import type { LogLine } from '../../contract/log.ts'
import { isFinal } from '../../contract/vocabulary.ts'
import { CliError } from '../cli-error.ts'
import { exitCodeOfState, interrupted } from '../exit-code.ts'
import { between, deploymentNumber } from '../input/amounts.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { ended, headline, queuedAs } from '../view/deployment.ts'
import { LogView } from '../view/log.ts'
import { watch } from './follow.ts'
import { searchLog } from './search-log.ts'

interface Options {
  follow?: boolean
  from: number
  search?: string
  raw?: boolean
}

export const logs = (shell: Shell): Command =>
  leaf('logs', 'The log of a deployment', {
    examples: [
      'trellis logs hello development',
      'trellis logs hello production 12 --from 1028',
      'trellis logs hello staging --follow',
      'trellis logs hello staging --search "access denied"',
      'trellis logs hello staging --follow --json | jq -r .text',
      'trellis logs hello staging 31 --raw > staging-31.log',
    ],
    more: 'With --json: {"lines":[…],"next":N}; with --follow and --json: one object for each line.\nWith --follow it ends with 1 when the deployment does not succeed.',
  })
    .argument('<app>')
    .argument('<environment>')
    .argument('[number]', 'Which deployment (default: the latest)', deploymentNumber)
    .option('--follow', 'Stay until the deployment is over')
    .option('--from <seq>', 'Begin with this line', between(1, 1e12, 'line number'), 1)
    .addOption(
      new Option('--search <text>', 'Only lines that hold this; capitals count if there are any').conflicts('follow'),
    )
    .addOption(
      new Option('--raw', 'All of it as one text, exactly as it was written').conflicts(['follow', 'from', 'search']),
    )
    .action(async (app: string, environment: string, number: number | undefined, options: Options) => {
      const { follow, from, search, raw } = options
      if (raw && shell.terminal.json) throw textAlone()
      const params = { app, environment, number: number ?? ('latest' as const) }
      const deployment = await shell.client.call('showDeployment', { params })
      if (raw) await rawLog(shell, deployment)
      else if (follow) await followLog(shell, deployment, from)
      else if (search) await searchLog(shell, deployment, search, from)
      else await readLog(shell, deployment, from)
    })

async function followLog(shell: Shell, deployment: Deployment, from: number): Promise<void> {
  const { terminal } = shell
  const view = new LogView()
  // The log is the result, all else is said beside it: so that it can be piped.
  terminal.note([headline(deployment, terminal.sideLook), ''])
  const { last, over } = await watch(shell, deployment, {
    from,
    onLines: lines => {
      if (terminal.json) for (const line of lines) terminal.document(line)
      else terminal.stream(view.draw(lines, terminal.look))
    },
  })
  shell.exitCode = over ? exitCodeOfState(last.state) : interrupted
  if (over) terminal.note(['', ...ended(last, terminal.sideLook)])
}

async function rawLog({ client, terminal }: Shell, { app, environment, number }: Deployment): Promise<void> {
  await terminal.pour(await client.call('rawLog', { params: { app, environment, number } }))
}

const textAlone = () =>
  new CliError('usage', 'invalid', '--raw gives a text, and --json a document.', 'Leave one of the two out.')

/** Page by page, so that a long log is on the screen before the last of it was read. */
async function readLog(shell: Shell, deployment: Deployment, from: number): Promise<void> {
  const { client, terminal } = shell
  const { app, environment, number, state, behind, lastSeq } = deployment
  const view = new LogView()
  const all: LogLine[] = []
  let next = from
  for (;;) {
    const page = await client.call('readLog', {
      params: { app, environment, number },
      query: { from: next, limit: 5_000 },
    })
    if (page.lines.length === 0) break
    if (terminal.json) all.push(...page.lines)
    else terminal.print(view.draw(page.lines, terminal.look))
    next = page.next
  }
  terminal.document({ lines: all, next })
  if (next === from) terminal.note(silence(state === 'queued' ? queuedAs(number, behind) : null, lastSeq, from))
  const look = terminal.sideLook
  terminal.note(['', ...(isFinal(state) ? ended(deployment, look) : [headline(deployment, look)])])
}

function silence(queued: string | null, lastSeq: number, from: number): string {
  if (lastSeq >= 1 && from > lastSeq) return `  Line ${from} is not there yet: the newest is ${lastSeq}.`
  return `  There are no lines yet. ${queued ?? ''}`.trimEnd()
}
