import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { signed } from './signed.ts'

/** A repository whose main branch walks along commits that were made before. */
export interface BurstRepository {
  name: string
  folder: string
  commits: string[]
}

/** Its files deploy without doing anything. */
const files = {
  'trellis.yml': 'install: "true"\ntest: false\ndeploy: echo deployed\nremove: "true"\n',
}

/** Made by one git each: there are many. The branch stands at the first commit. */
export function makeRepository(root: string, name: string, commits: number): BurstRepository {
  const folder = join(root, `${name}.git`)
  mkdirSync(folder, { recursive: true })
  const git = (args: string[], input = '') =>
    execFileSync('git', ['-C', folder, ...args], { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] })
  git(['init', '-q', '--bare', '-b', 'main'])
  const lines: string[] = []
  for (let n = 1; n <= commits; n++) {
    const message = `Commit ${n} of ${name}`
    lines.push('commit refs/heads/all', `mark :${n}`, `committer Ada <ada@example.org> ${1_700_000_000 + n} +0000`)
    lines.push(`data ${message.length}`, message)
    if (n > 1) lines.push(`from :${n - 1}`)
    for (const [path, text] of Object.entries({ ...files, 'number.txt': `${n}` })) {
      lines.push(`M 100644 inline ${path}`, `data ${text.length}`, text)
    }
  }
  git(['fast-import', '--quiet'], `${lines.join('\n')}\n`)
  const repository = { name, folder, commits: git(['rev-list', '--reverse', 'all']).trim().split('\n') }
  stand(repository, 0)
  return repository
}

/** As a push does it, and without a process: there are a hundred a second. */
export function stand({ folder, commits }: BurstRepository, at: number): void {
  const path = join(folder, 'refs/heads/main')
  writeFileSync(`${path}.new`, `${commits[at]}\n`)
  renameSync(`${path}.new`, path)
}

export interface BurstWish {
  url: string
  secret: string
  repositories: readonly (BurstRepository & { id: number })[]
  /** Pushes of each repository; its commits must suffice. */
  pushes: number
  /** How many of all deliveries come twice. */
  duplicates: number
  /** Milliseconds in which all come. */
  within: number
  /** 0 ≤ n < 1, always the same. */
  chance: () => number
  /** Told how many were taken by now. */
  onTaken?: (count: number) => void
}

export interface BurstResult {
  /** Milliseconds until the answer, of those that were taken. */
  times: number[]
  /** Other answers, and connections that broke off. */
  failed: string[]
}

const connections = 32
/** How much later than another push's word may come. */
const jitter = 0.1

/** Pushes and tells of it as GitHub would: at any order, some of it twice, none of it again. */
export async function burst(wish: BurstWish): Promise<BurstResult> {
  const { url, secret, repositories, pushes, duplicates, within, chance } = wish
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const result: BurstResult = { times: [], failed: [] }
  const plan = repositories.flatMap(repository =>
    Array.from({ length: pushes }, (_, n) => ({
      repository,
      n: n + 1,
      at: ((n + chance()) / pushes) * within * (1 - jitter),
    })),
  )
  const begun = performance.now()
  const works: Promise<void>[] = []
  const post = async (at: number, body: string, headers: Record<string, string>): Promise<void> => {
    await pause(Math.max(0, at - (performance.now() - begun)))
    const sent = performance.now()
    const status = await send(`${url}/webhooks/github`, body, headers, agent).catch((error: Error) => error.message)
    if (status === 202) {
      result.times.push(performance.now() - sent)
      wish.onTaken?.(result.times.length)
    } else result.failed.push(String(status))
  }
  for (const [index, { repository, n, at }] of plan.entries()) {
    const body = bodyOf(repository, repository.commits[n] ?? '')
    const headers = signed(secret, 'push', body, randomUUID())
    works.push(
      pause(at).then(() => {
        stand(repository, n)
        return post(at + chance() * jitter * within, body, headers)
      }),
    )
    if (index % Math.floor(plan.length / duplicates) === 0) works.push(post(within * chance(), body, headers))
  }
  await Promise.all(works)
  agent.destroy()
  return result
}

/** As large as GitHub's own, so that reading it costs as much. */
const bodyOf = ({ id, name }: { id: number; name: string }, after: string): string =>
  JSON.stringify({
    ref: 'refs/heads/main',
    after,
    deleted: false,
    repository: { id, full_name: `acme/${name}`, description: 'x'.repeat(6_000) },
    installation: { id: 1 },
  })

function send(url: string, body: string, headers: Record<string, string>, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(url, {
      method: 'POST',
      agent,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    })
    asked.on('response', response => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

/** The same row of numbers for the same seed. */
export function chanceOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}
