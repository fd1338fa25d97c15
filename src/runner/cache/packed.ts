import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { chmod, mkdtemp, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdCompress, createZstdDecompress } from 'node:zlib'
import { removeTree } from '../../platform/remove-tree.ts'
import { asSteps, makeForSteps } from '../job/hand-over.ts'
import type { Job } from '../job/job.ts'
import type { Parts } from './key.ts'

/** More than this takes longer to carry than it saves, and than one upload takes. */
const mostBytes = 2 * 1024 ** 3

/** Packs what lies at `paths` below `root`, links as links, and hands it over to be found under `name`. */
export async function keepPacked(
  job: Job,
  name: string,
  { root, paths, parts = {} }: { root: string; paths: readonly string[]; parts?: Parts },
): Promise<void> {
  const folder = await mkdtemp(join(job.order.work, 'packing-'))
  try {
    const file = join(folder, 'packed')
    const hash = createHash('sha256')
    async function* hashed(content: AsyncIterable<Buffer>) {
      for await (const part of content) {
        hash.update(part)
        yield part
      }
    }
    const tar = runTar(job, ['-C', root, '-cf', '-', '--', ...paths.map(path => `./${path}`)])
    const written = createWriteStream(file, { mode: 0o600 })
    await Promise.all([pipeline(tar.stdout, createZstdCompress(), hashed, written, { signal: job.signal }), tar.ended])
    const bytes = (await stat(file)).size
    if (bytes > mostBytes) throw new Error(`${Math.round(bytes / 2 ** 20)} MB are too many to be kept`)
    await job.session.uploadCache({ name, digest: hash.digest('hex'), bytes, parts }, () => createReadStream(file))
  } finally {
    await removeTree(folder)
  }
}

/** Unpacks what was kept into a new folder beside the checkout; `use` moves out of it what it wants. */
export async function withUnpacked(job: Job, url: string, use: (folder: string) => Promise<void>): Promise<void> {
  const parent = await mkdtemp(join(job.order.work, 'unpacked-'))
  const folder = join(parent, 'content')
  try {
    await job.session.downloadCache(url, async (content: Readable) => {
      if (job.isolation.user) await chmod(parent, 0o711)
      await makeForSteps(job, folder)
      const tar = runTar(job, ['-C', folder, '-xf', '-'])
      const unpacked = pipeline(content, createZstdDecompress(), source => feed(source, tar), { signal: job.signal })
      await Promise.all([unpacked, tar.ended])
    })
    await use(folder)
  } finally {
    await removeTree(parent)
  }
}

/** Not as a stream of the pipeline: Node closes the pipe of a process that has ended, and may hear of that before it hears that all was read. */
async function feed(source: AsyncIterable<Buffer>, { stdin, ended }: ReturnType<typeof runTar>): Promise<void> {
  // Why it takes no more, its end tells.
  stdin.on('error', () => {})
  for await (const part of source) {
    if (!stdin.write(part)) await Promise.race([once(stdin, 'drain'), ended])
  }
  stdin.end()
}

/** The system's `tar`: for thousands of small files several times as fast as Node. */
function runTar(job: Job, args: readonly string[]) {
  // What a build made, and what was made of it, is touched with no more than a build's own rights.
  // Neither in its environment is anything that those must not see.
  const env = { PATH: process.env.PATH, LC_ALL: 'C' }
  const child = spawn('tar', args, { stdio: 'pipe', env, signal: job.signal, ...asSteps(job) })
  let said = ''
  child.stderr.on('data', text => {
    said = (said + text).slice(-500)
  })
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => (code === 0 ? resolve() : reject(new Error(said.trim() || `tar ended with ${code}`))))
  })
  // The pipe is waited for first, and may fail first.
  ended.catch(() => {})
  return { stdout: child.stdout, stdin: child.stdin, ended }
}
