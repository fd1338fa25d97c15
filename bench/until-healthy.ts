import type { ChildProcess } from 'node:child_process'
import { get } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

const patienceMs = 30_000
/** The finest step of what is measured with it. */
const everyMs = 5

/** Returns when /healthz answers. @throws Error when the process ends before, or after half a minute */
export async function untilHealthy(child: ChildProcess, url: string): Promise<void> {
  const deadline = performance.now() + patienceMs
  while (performance.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('It ended.')
    if ((await statusOf(`${url}/healthz`)) === 200) return
    await pause(everyMs)
  }
  throw new Error(`No answer within ${patienceMs / 1000} s.`)
}

function statusOf(url: string): Promise<number> {
  return new Promise(resolve => {
    const asked = get(url, answer => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    // Nobody listens yet.
    asked.on('error', () => resolve(0))
  })
}
