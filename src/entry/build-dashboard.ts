import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, glob, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import { dashboardDigest } from './dashboard-digest.ts'
import { dashboardFolder } from './dashboard-folder.ts'

export interface Build {
  /** Of the checkout or the package. */
  root: string
  /** Told when something has to be built, which takes some seconds. */
  started?(): void
  signal?: AbortSignal | undefined
}

export interface Built {
  /** Whether there is a dashboard now, be it an older one. */
  served: boolean
  /** Why it was not built anew. */
  problem: string | null
}

const viteOf = (root: string) => join(root, 'node_modules/vite/bin/vite.js')

/** Builds the dashboard of a checkout when its sources are not those of the last time. Never throws. */
export async function buildDashboard({ root, started, signal }: Build): Promise<Built> {
  const served = () => existsSync(join(root, dashboardFolder, 'index.html'))
  // The package brings it along.
  if (!existsSync(join(root, 'web/index.html'))) return { served: served(), problem: null }
  try {
    const digest = await dashboardDigest(root)
    if (served() && (await lastDigest(root)) === digest) return { served: true, problem: null }
    if (!existsSync(viteOf(root))) throw new Error('what builds it is not installed (`npm ci`)')
    started?.()
    await build(root, signal)
    await writeFile(stampOf(root), digest)
    return { served: true, problem: null }
  } catch (error) {
    if (signal?.aborted) return { served: served(), problem: null }
    const why = error instanceof Error ? error.message : String(error)
    return { served: served(), problem: `The dashboard could not be built: ${why}` }
  }
}

const stampOf = (root: string) => join(root, `${dashboardFolder}.stamp`)
const lastDigest = (root: string) => readFile(stampOf(root), 'utf8').catch(() => null)

/** Beside the place where it is served from, so that nobody gets half of it. */
async function build(root: string, signal: AbortSignal | undefined): Promise<void> {
  const dist = join(root, 'dist')
  await mkdir(dist, { recursive: true })
  const draft = await mkdtemp(join(dist, '.web-'))
  try {
    await runVite(root, draft, signal)
    await compress(draft)
    await chmod(draft, 0o755)
    await swap(draft, join(root, dashboardFolder))
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

/** In a process of its own: it takes the processor for seconds. */
async function runVite(root: string, outDir: string, signal: AbortSignal | undefined): Promise<void> {
  const words = ['build', 'web', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn']
  const child = spawn(process.execPath, [viteOf(root), ...words], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    signal,
  })
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])
  if (code !== 0) throw new Error(said.trim() || `vite ended with ${code}`)
}

/** Once, as small as it goes: it is sent many times. */
async function compress(folder: string): Promise<void> {
  for await (const name of glob('**/*.{html,js,css,svg,json}', { cwd: folder })) {
    const file = join(folder, name)
    const bytes = await readFile(file)
    if (bytes.length < 1_024) continue
    await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes))
    await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }))
  }
}

async function swap(draft: string, place: string): Promise<void> {
  const earlier = `${draft}-earlier`
  const hadOne = await rename(place, earlier).then(
    () => true,
    () => false,
  )
  try {
    await rename(draft, place)
  } catch (error) {
    // Another `trellis up` of this checkout was faster, with the same sources.
    if (!(await stat(join(place, 'index.html')).catch(() => null))) throw error
  } finally {
    if (hadOne) await rm(earlier, { recursive: true, force: true })
  }
}
