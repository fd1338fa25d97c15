import { spawn } from 'node:child_process'

export interface Part {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
}

/** Runs all parts at the same time; prints each one's output whole when it ends, so that they do not mix. */
export async function runParallel(parts: readonly Part[]): Promise<boolean> {
  const results = await Promise.all(parts.map(runPart))
  return results.every(Boolean)
}

function runPart({ name, command, args }: Part): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    const output: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk))
    child.on('error', reject)
    child.on('close', code => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      console.log(`${code === 0 ? '✔' : '✘'} ${name} (${seconds} s)`)
      if (code !== 0) process.stdout.write(Buffer.concat(output))
      resolve(code === 0)
    })
  })
}
