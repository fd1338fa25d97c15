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
 * Packs an assembly and hands it to the server. @returns null where that failed: what stands in the cloud stands there
 * all the same, and a rollback to it builds its commit again.
 */
export async function keepAssembly(job: Job, assembly: string): Promise<Artifact | null> {
  try {
    return await pack(job, assembly)
  } catch (error) {
    job.signal.throwIfAborted()
    job.journal.say(
      `The artifact could not be kept: ${(error as Error).message}. A rollback to this will build it again.`,
    )
    return null
  }
}

/** Links out of the assembly were refused before it was deployed. */
async function pack(job: Job, assembly: string): Promise<Artifact> {
  const { create } = await import('tar')
  const { artifact } = job.folders
  const packed = create({ cwd: assembly, portable: true, mtime: new Date(0), filter: path => !leftBehind.test(path) }, [
    '.',
  ])
  await pipeline(packed, createGzip({ level: 3 }), createWriteStream(artifact, { mode: 0o600 }), { signal: job.signal })
  const { size } = await stat(artifact)
  return job.session.uploadArtifact(() => createReadStream(artifact), size)
}

/** Fetches the artifact of an earlier deployment and unpacks it. */
export async function restoreAssembly(job: Job, assembly: string): Promise<void> {
  const { extract } = await import('tar')
  await mkdir(assembly, { recursive: true })
  try {
    await job.session.downloadArtifact(content =>
      pipeline(content, extract({ cwd: assembly, strict: true }), { signal: job.signal }),
    )
  } catch (error) {
    job.signal.throwIfAborted()
    if (!(error instanceof Refused)) throw error
    throw fail('artifact_missing', 'deploy', `The kept artifact could not be fetched: ${error.message}`)
  }
}
