import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Job } from '../job/job.ts'
import { fail } from '../job/phase.ts'
import { Refused } from '../session/transport.ts'

export interface Artifact {
  readonly digest: string
  readonly bytes: number
}

/** What publishing and the CDK's own locks leave behind: no part of what was deployed, and different each time. */
const leftBehind = /^\.\/(\.cache(\/|$)|(read\..*|synth)\.lock$)/

/**
 * Packs what was deployed and hands it to the server. @returns null where that failed: what stands in the cloud stands there
 * all the same, and a rollback to it builds its commit again.
 */
export async function keepFolder(job: Job, folder: string): Promise<Artifact | null> {
  try {
    return await pack(job, folder)
  } catch (error) {
    job.signal.throwIfAborted()
    job.journal.say(
      `The artifact could not be kept: ${(error as Error).message}. A rollback to this will build it again.`,
    )
    return null
  }
}

/** Links are packed as links: what they lead to is not looked at. */
async function pack(job: Job, folder: string): Promise<Artifact> {
  const { create } = await import('tar')
  const { artifact } = job.folders
  const packed = create({ cwd: folder, portable: true, mtime: new Date(0), filter: path => !leftBehind.test(path) }, [
    '.',
  ])
  await pipeline(packed, createGzip({ level: 3 }), createWriteStream(artifact, { mode: 0o600 }), { signal: job.signal })
  const { size } = await stat(artifact)
  return job.session.uploadArtifact(() => createReadStream(artifact), size)
}

/** Fetches the artifact of an earlier deployment and unpacks it. */
export async function restoreFolder(job: Job, folder: string): Promise<void> {
  const { extract } = await import('tar')
  await mkdir(folder, { recursive: true })
  try {
    await job.session.downloadArtifact(content =>
      pipeline(content, extract({ cwd: folder, strict: true }), { signal: job.signal }),
    )
  } catch (error) {
    job.signal.throwIfAborted()
    if (!(error instanceof Refused)) throw error
    throw fail('artifact_missing', 'deploy', `The kept artifact could not be fetched: ${error.message}`)
  }
}
