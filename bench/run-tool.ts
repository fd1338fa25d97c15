import { spawn } from 'node:child_process'
import { once } from 'node:events'

export interface Tool {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | undefined
}

/** Runs a command to its end. @returns its output. @throws Error with the end of its output when it fails */
export async function runTool(argv: readonly [string, ...string[]], { cwd, env, signal }: Tool): Promise<string> {
  const [file, ...args] = argv
  const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], ...(signal && { signal }) })
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => output.push(text))
  }
  const [code] = (await once(child, 'close')) as [number | null]
  const said = output.join('')
  if (code !== 0) throw new Error(`\`${argv.join(' ')}\` ended with ${code}:\n${said.slice(-4_000)}`)
  return said
}
