import { type Command, Option } from 'commander'
import { between, cores, memory, seconds, webAddress } from '../input/amounts.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { symbols } from '../view/symbols.ts'
import { pairs } from '../view/table.ts'
import type { Isolation, RunningServer } from '../world.ts'
import { dashboardLines } from './dashboard.ts'

interface Options {
  port: number
  host: string
  isolation: Isolation
  containerImage?: string
  containerNetwork?: string
  buildMemory?: number
  buildCpus?: number
  buildProcesses?: number
  buildDisk?: number
  builds?: number
  poll: number
  publicUrl?: string
  dashboard: boolean
}

export const up = (shell: Shell): Command =>
  leaf('up', 'Start the server on this machine', {
    examples: [
      'trellis up',
      'trellis up --port 8080 --home /srv/trellis',
      'trellis up --isolation sandbox --builds 4',
      'trellis up --isolation container --container-image trellis-build --build-memory 4g',
    ],
    more: 'It keeps everything in its home: records, logs, artifacts, keys, and the token that the other commands use.',
  })
    .option('--port <port>', 'Where it listens', between(0, 65_535, 'port'), 4400)
    .option('--host <address>', 'Whom it listens to: only this machine by default', '127.0.0.1')
    .addOption(
      new Option('--isolation <how>', 'How builds are kept away from this machine; auto takes the strongest that works')
        .choices(['auto', 'container', 'sandbox', 'process'])
        .default('auto'),
    )
    .option('--container-image <image>', 'What containers are made from: with a shell, git and Node')
    .option('--container-network <name>', "Their network, such as `host` or `none` (default: the engine's)")
    .option('--build-memory <size>', 'What a step in a container may use, such as 4g', memory)
    .option('--build-cpus <number>', 'Processors for a step in a container, such as 1.5', cores)
    .option('--build-processes <number>', 'Processes of a step in a container (default: 4096)', between(16, 1_000_000))
    .option('--build-disk <size>', 'What a build may write to its folders, such as 20g', memory)
    .option('--builds <number>', 'Deployments at once (default: as many as cores)', between(1, 1_000))
    .addOption(
      new Option('--poll <time>', 'How often it looks for pushes, such as 30s or 5m')
        .argParser(seconds)
        .default(5, '5s'),
    )
    .option('--public-url <url>', 'How it is called from elsewhere, when a proxy stands before it', webAddress)
    .option('--no-dashboard', 'Serve no pages to browsers, and build none')
    .action(async ({ port, host, poll, dashboard, buildMemory, buildCpus, buildProcesses, ...options }: Options) => {
      const { terminal, world, home } = shell
      const stopped = waitForInterrupt(shell)
      const server = await world.powers.serve({
        port,
        host,
        home,
        ...options,
        limits: { memory: buildMemory, cpus: buildCpus, processes: buildProcesses },
        pollEvery: poll * 1_000,
        dashboard,
        // People at a terminal want to see what is wrong; whoever collects logs wants all.
        quiet: terminal.watched,
      })
      greet(shell, server, host)
      const ended = Promise.race([stopped.then(() => null), server.lost])
      if (dashboard) await offerDashboard(shell, server, ended)
      const trouble = await ended
      terminal.note('Stopping. Builds that run go on, and report to the next server.')
      await server.close()
      if (trouble) throw trouble
    })

export const waitForInterrupt = (shell: Shell): Promise<void> =>
  new Promise(resolve => {
    const stop = shell.world.onInterrupt(() => {
      // A second Ctrl-C ends the process the hard way.
      stop()
      resolve()
    })
  })

/** Once the server serves: what it takes to build the dashboard keeps nobody waiting but those who want to see it. */
async function offerDashboard(shell: Shell, server: RunningServer, ended: Promise<unknown>): Promise<void> {
  const { terminal, world } = shell
  const warn = (text: string) => terminal.note(`${terminal.sideLook.paint('yellow', symbols.warning)} ${text}`)
  const stop = new AbortController()
  void ended.then(() => stop.abort())
  const started = () => terminal.note('Building the dashboard …')
  const { served, problem } = await world.powers.buildDashboard({ started, signal: stop.signal })
  if (problem) warn(problem)
  if (!served || stop.signal.aborted) return
  // It opens the door to whoever has it: it is shown to people, and left in no file.
  if (!terminal.read) return terminal.print('For a link that opens the dashboard: trellis dashboard')
  await server.signInLink().then(
    url => terminal.print(['', ...dashboardLines(shell, url)]),
    (error: Error) => warn(error.message),
  )
}

function greet(shell: Shell, { url, home, isolation, warnings }: RunningServer, host: string): void {
  const { terminal } = shell
  const { look } = terminal
  for (const warning of warnings) terminal.note(`${look.paint('yellow', symbols.warning)} ${warning}`)
  if (!['127.0.0.1', 'localhost', '::1'].includes(host)) {
    terminal.note(
      `${look.paint('yellow', symbols.warning)} It listens on ${host}, without encryption: whoever can listen in sees the token.`,
    )
  }
  shell.show({ url, home, isolation, warnings }, [
    `${look.paint('green', symbols.good)} ${look.paint('bold', 'Trellis is ready')} at ${look.paint(['cyan', 'underline'], url)}`,
    ...pairs(
      [
        ['Home', home],
        ['Builds', `isolated by: ${isolation}`],
      ],
      look,
    ),
    '',
    '  Connect a repository: trellis app create NAME --repo URL-OR-PATH',
    look.paint('dim', '  Ctrl-C stops the server; builds that run go on, and report to the next one.'),
  ])
}
