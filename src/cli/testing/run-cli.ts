import { PassThrough, Readable } from 'node:stream'
import type { Environment } from '../connection.ts'
import { run } from '../run.ts'
import type { Output } from '../terminal.ts'
import type { Powers, World } from '../world.ts'

export interface CliResult {
  code: number
  out: string
  err: string
  /** What `--json` printed. */
  json(): unknown
}

export interface CliOptions {
  url?: string
  env?: Environment
  cwd?: string
  stdin?: string
  /** Standard output and error are a terminal of this width. */
  terminal?: number
  powers?: Partial<Powers>
  /** Given what presses Ctrl-C. */
  interrupt?(press: () => void): void
}

const missing = () => Promise.reject(new Error('the test gave no such power'))

/** Runs a command line in this process. */
export async function runCli(argv: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const [output, errors] = [catcher(options.terminal), catcher(options.terminal)]
  const onInterrupt = (listener: () => void) => {
    options.interrupt?.(listener)
    return () => undefined
  }
  const world: World = {
    argv,
    env: {
      HOME: '/nowhere',
      ...(options.url ? { TRELLIS_URL: options.url, TRELLIS_TOKEN: 'secret' } : {}),
      ...options.env,
    },
    cwd: options.cwd ?? '/',
    version: '1.2.3',
    input: Readable.from(options.stdin === undefined ? [] : [options.stdin]),
    output: output.stream,
    errors: errors.stream,
    powers: {
      serve: missing,
      buildDashboard: missing,
      demo: missing,
      doctor: missing,
      detect: missing,
      backUp: missing,
      restore: missing,
      beforeInstall: missing,
      install: missing,
      admit: missing,
      makeRole: missing,
      upgrade: missing,
      beforeUninstall: missing,
      uninstall: missing,
      ...options.powers,
    },
    onInterrupt,
    outlast: onInterrupt,
  }
  const code = await run(world)
  return { code, out: output.text(), err: errors.text(), json: () => JSON.parse(output.text()) }
}

function catcher(columns: number | undefined): { stream: Output; text(): string } {
  const stream: Output = new PassThrough()
  const chunks: string[] = []
  stream.on('data', chunk => chunks.push(String(chunk)))
  if (columns) Object.assign(stream, { isTTY: true, columns, rows: 40, getColorDepth: () => 1 })
  return { stream, text: () => chunks.join('') }
}
