import { createHash } from 'node:crypto'
import { TrellisError } from '../../core/errors.ts'
import type { ArtifactStore } from '../../core/ports/artifact-store.ts'
import type { Clock } from '../../core/ports/clock.ts'
import type { Pause } from './pause.ts'

export function createArtifactStore(clock: Clock, pause: Pause): ArtifactStore {
  const stored = new Map<string, { content: Buffer; storedAt: number }>()
  return {
    direct: null,
    async put(content) {
      const parts: Uint8Array[] = []
      for await (const part of content) parts.push(Uint8Array.from(part))
      await pause()
      const bytes = Buffer.concat(parts)
      const digest = createHash('sha256').update(bytes).digest('hex')
      stored.set(digest, { content: bytes, storedAt: clock.now() })
      return { digest, bytes: bytes.length }
    },
    async get(digest) {
      await pause()
      const found = stored.get(digest)
      if (!found) throw new TrellisError('artifact_missing', `There is no artifact ${digest}.`)
      return readInParts(found.content, pause)
    },
    async prune(keep, storedBefore) {
      await pause()
      for (const [digest, { storedAt }] of stored) {
        if (!keep.has(digest) && storedAt < storedBefore) stored.delete(digest)
      }
    },
  }
}

async function* readInParts(content: Buffer, pause: Pause): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += 65_536) {
    await pause()
    yield Uint8Array.from(content.subarray(at, at + 65_536))
  }
}
