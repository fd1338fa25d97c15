import { useEffect, useState, useSyncExternalStore } from 'react'
import { followWith } from '../../../../src/client/follow.ts'
import type { Deployment } from '../../../../src/contract/deployment.ts'
import type { LogLine } from '../../../../src/contract/log.ts'
import { isFinal } from '../../../../src/contract/vocabulary.ts'
import { client } from '../../lib/client.ts'
import { LogBuffer } from './log-buffer.ts'

/** The log of a deployment, growing for as long as that runs; a lost connection is resumed where it broke off. */
export function useLog(deployment: Deployment): LogBuffer {
  const { id, app, environment, number, lastSeq } = deployment
  const running = !isFinal(deployment.state)
  const [buffer] = useState(
    () =>
      new LogBuffer(async (from, limit) => {
        const page = await client.call('readLog', { params: { app, environment, number }, query: { from, limit } })
        return page.lines
      }, lastSeq),
  )
  useEffect(() => {
    if (!running) return
    const stop = new AbortController()
    const options = {
      from: buffer.last + 1,
      signal: stop.signal,
      patienceMs: Number.POSITIVE_INFINITY,
      onLines: (lines: LogLine[]) => buffer.append(lines),
    }
    followWith(client, WebSocket, { id, app, environment, number }, options).catch((error: unknown) => {
      if (!stop.signal.aborted) buffer.error = error
    })
    return () => stop.abort()
  }, [buffer, running, id, app, environment, number])
  useEffect(() => {
    if (!running) buffer.grow(lastSeq)
  }, [buffer, running, lastSeq])
  useSyncExternalStore(buffer.listen, buffer.version)
  return buffer
}
