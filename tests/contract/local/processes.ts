import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'

/** A script of this folder in a process of its own, which ends with the test at the latest. It talks by lines. */
export function startScript(test: TestContext, script: string, ...values: string[]) {
  const path = fileURLToPath(new URL(script, import.meta.url))
  const child = spawn(process.execPath, [path, ...values], { stdio: ['pipe', 'pipe', 'inherit'] })
  test.after(() => kill(child))
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() }
}

/** As a power button would: no handler runs. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}

export async function nextLine(lines: AsyncIterator<string>): Promise<string> {
  const { value, done } = await lines.next()
  if (done) throw new Error('the script ended without a word')
  return value
}
