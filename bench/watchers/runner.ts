import { setTimeout as pause } from 'node:timers/promises'
import { heartbeatMs } from '../../src/contract/heartbeat.ts'
import { Session } from '../../src/runner/session/session.ts'
import { Shipper } from '../../src/runner/session/shipper.ts'
import type { Transport } from '../../src/runner/session/transport.ts'

export interface Script {
  readonly seconds: number
  /** Lines a second; asked once it has begun. */
  perSecond(): number
  /** Waited for before the first line. */
  readonly begin: Promise<void>
}

/** A runner that builds nothing: it takes its job, writes lines at an even pace by the very means of the real one, and succeeds. */
export async function runScript(transport: Transport, token: string, script: Script): Promise<void> {
  const session = await Session.claim(transport, token)
  let stopped: string | undefined
  const shipper = new Shipper({
    post: events => session.post(events),
    onStop: () => {
      stopped = 'it was told to stop'
    },
    onOver: reason => {
      stopped = reason
    },
    redact: text => text,
    onCut: () => undefined,
    heartbeatMs,
    giveUpAt: lastHeard => session.giveUpAt(lastHeard),
  })
  shipper.send({ type: 'phase-started', phase: 'deploy' })
  await script.begin
  const perSecond = script.perSecond()
  const lines = script.seconds * perSecond
  const startedAt = performance.now()
  for (let line = 0; line < lines && stopped === undefined; ) {
    const due = Math.min(lines, Math.floor(((performance.now() - startedAt) * perSecond) / 1000))
    for (; line < due; line++) {
      const text = `line ${line + 1} ${Date.now()}`
      shipper.send({ type: 'log', line: line + 1, phase: 'deploy', stream: 'out', text })
    }
    await pause(2)
  }
  shipper.send({ type: 'phase-finished', phase: 'deploy', state: 'succeeded' })
  shipper.send({ type: 'finished', outcome: { state: 'succeeded' } })
  await shipper.close()
  if (stopped !== undefined) throw new Error(`A scripted runner ended early: ${stopped}`)
}
