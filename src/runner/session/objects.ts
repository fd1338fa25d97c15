import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ArtifactPlace } from '../../contract/job.ts'
import { Refused } from './transport.ts'

/** Artifacts and caches that lie where a signed URL leads. The URL is all that is shown there: no token of ours goes to it. */

const answerWithinMs = 60_000

export async function digestOf(content: Readable): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of content) hash.update(part as Uint8Array)
  return hash.digest('hex')
}

export async function putObject({ url, headers }: ArtifactPlace, content: Readable, bytes: number): Promise<void> {
  const request = await begin(url, 'PUT', { ...headers, 'content-length': bytes })
  const answer = answerTo(request)
  const sent = pipeline(content, request).catch(() => {})
  const response = await answer
  response.resume()
  await sent
  if (response.statusCode !== 200) throw refused(response)
}

/** @returns the body, to be read to its end. @throws Refused */
export async function getObject(url: string): Promise<Readable> {
  const request = await begin(url, 'GET', {})
  const answer = answerTo(request)
  request.end()
  const response = await answer
  if (response.statusCode === 200) return response
  response.resume()
  throw refused(response)
}

/** The same bytes; fails at their end when they are not those of the digest. */
export function compareDigest(content: Readable, digest: string): Readable {
  async function* compared() {
    const hash = createHash('sha256')
    for await (const part of content) {
      hash.update(part as Uint8Array)
      yield part
    }
    if (hash.digest('hex') !== digest) throw new Refused(410, 'artifact_missing', 'the artifact is damaged')
  }
  return Readable.from(compared(), { objectMode: false })
}

async function begin(url: string, method: string, headers: Record<string, string | number>) {
  const http = url.startsWith('https:') ? await import('node:https') : await import('node:http')
  const request = http.request(url, { method, headers, timeout: answerWithinMs })
  request.on('timeout', () => request.destroy(new Error('the store of artifacts did not answer in time')))
  return request
}

const answerTo = (request: Awaited<ReturnType<typeof begin>>): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    request.once('response', resolve)
    request.once('error', reject)
  })

/** Its body names the place, and the URL the signature: neither belongs into a log. */
const refused = ({ statusCode = 0 }: IncomingMessage) =>
  new Refused(statusCode, 'artifact_missing', `the store of artifacts answered ${statusCode}`)
