import { randomBytes } from 'node:crypto'
import type { Readable } from 'node:stream'
import type {
  ArtifactPlace,
  CloudCredentials,
  EventsAnswer,
  FoundCache,
  JobSpec,
  OfferCache,
} from '../../contract/job.ts'
import type { GitCredential } from '../checkout/git.ts'
import { Backoff, pause } from './backoff.ts'
import { compareDigest, digestOf, getObject, putObject } from './objects.ts'
import { isPassing, type Transport } from './transport.ts'

/** How long a runner goes on without its server, at most: it may be restarted, upgraded, or cut off. */
export const awayMs = 10 * 60_000
/** An artifact saves time later, if ever: a full disk of the server must not keep a finished deployment waiting for long. */
const uploadWithinMs = 3 * 60_000
/** What saves time must not take it: without a cache a build goes on. */
const cacheWithinMs = 30_000

interface Kept {
  digest: string
  bytes: number
}

/** The runner's side of the job protocol (contract/job.ts). Every call is tried again while the server is away. */
export class Session {
  readonly #transport: Transport
  readonly #bearer: string
  readonly #path: string
  readonly job: JobSpec

  private constructor(transport: Transport, bearer: string, deployment: string, job: JobSpec) {
    this.#transport = transport
    this.#bearer = bearer
    this.#path = `/api/v1/jobs/${deployment}`
    this.job = job
  }

  /** Exchanges the one-time job token for the job. @throws Refused */
  static async claim(transport: Transport, token: string): Promise<Session> {
    const bearer = randomBytes(32).toString('base64url')
    const until = Date.now() + awayMs
    const ask = () => transport.json<{ job: JobSpec }>('POST', '/api/v1/jobs/claim', token, { session: bearer })
    const { job } = await persist(ask, () => until)
    return new Session(transport, bearer, job.deployment.id, job)
  }

  /** Whatever shows up in a log must not be able to speak for this runner. */
  get secrets(): string[] {
    return [this.#bearer]
  }

  /** One try: the shipper knows better when to try again. */
  post(events: readonly unknown[]): Promise<EventsAnswer> {
    return this.#transport.json('POST', `${this.#path}/events`, this.#bearer, { events })
  }

  /** When to give up a server that was last heard at `lastHeard`. */
  giveUpAt(lastHeard: number): number {
    return Math.min(lastHeard + awayMs, Math.max(Date.parse(this.job.deadline), lastHeard + 30_000))
  }

  /** What opens the repository now. While its host is away, as long as for anything else. */
  async cloneCredential(): Promise<GitCredential | null> {
    const ask = () =>
      this.#transport.json<{ credential: GitCredential | null }>('POST', `${this.#path}/clone-credential`, this.#bearer)
    const { credential } = await persist(ask, () => this.giveUpAt(Date.now()))
    return credential
  }

  credentials(): Promise<CloudCredentials> {
    const ask = () => this.#transport.json<CloudCredentials>('POST', `${this.#path}/credentials`, this.#bearer)
    return persist(ask, () => this.giveUpAt(Date.now()))
  }

  /** @param open gives the content anew for each try. */
  uploadArtifact(open: () => Readable, bytes: number): Promise<Kept> {
    const until = Math.min(Date.now() + uploadWithinMs, this.giveUpAt(Date.now()))
    const path = `${this.#path}/artifact`
    const send = async () => {
      if (this.job.artifactUpload !== 'url') return this.#transport.upload<Kept>(path, this.#bearer, open(), bytes)
      const kept = { digest: await digestOf(open()), bytes }
      const place = await this.#transport.json<ArtifactPlace>('POST', path, this.#bearer, kept)
      await putObject(place, open(), bytes)
      return kept
    }
    return persist(send, () => until)
  }

  /** @param save reads the content to its end; it begins anew for each try. */
  downloadArtifact(save: (content: Readable) => Promise<void>): Promise<void> {
    const until = this.giveUpAt(Date.now())
    const { url, digest } = this.job.artifact ?? {}
    const fetch = async () => {
      if (url === undefined || digest === undefined) {
        return save(await this.#transport.download(`${this.#path}/artifact`, this.#bearer))
      }
      return save(compareDigest(await getObject(url), digest))
    }
    return persist(fetch, () => until)
  }

  /** What earlier builds kept under a name; where caches are by URL. */
  findCache(name: string): Promise<FoundCache> {
    const until = Date.now() + cacheWithinMs
    const ask = () => this.#transport.json<FoundCache>('POST', `${this.#path}/caches/find`, this.#bearer, { name })
    return persist(ask, () => until)
  }

  /** @param open gives the content anew for each try. */
  uploadCache(offer: OfferCache, open: () => Readable): Promise<void> {
    const until = Date.now() + cacheWithinMs
    const send = async () => {
      const place = await this.#transport.json<ArtifactPlace>('POST', `${this.#path}/caches`, this.#bearer, offer)
      await putObject(place, open(), offer.bytes)
    }
    return persist(send, () => until)
  }

  /** @param save reads the content to its end; what it cannot read it need not read again. */
  async downloadCache(url: string, save: (content: Readable) => Promise<void>): Promise<void> {
    const until = Date.now() + cacheWithinMs
    await save(
      await persist(
        () => getObject(url),
        () => until,
      ),
    )
  }
}

async function persist<T>(call: () => Promise<T>, until: () => number): Promise<T> {
  const backoff = new Backoff()
  for (;;) {
    try {
      return await call()
    } catch (error) {
      const wait = backoff.next()
      if (!isPassing(error) || Date.now() + wait > until()) throw error
      await pause(wait)
    }
  }
}
