import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { createReadStream, linkSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { copyFile, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pipeline } from 'node:stream/promises'
import { create } from 'tar'
import { z } from 'zod'
import { TrellisError } from '../../core/errors.ts'
import { fileFailure } from './file-failure.ts'
import { homeFiles } from './home-files.ts'
import { type MasterKey, openKeyFile } from './key-file.ts'
import { sqliteFailure } from './sqlite-failure.ts'

/** What a backup holds, by digest, sealed with the key of the home: a file that was changed or left out is found. */
export const Contents = z.object({
  format: z.literal(1),
  trellis: z.string(),
  madeAt: z.string(),
  files: z.array(z.object({ path: z.string(), bytes: z.number(), sha256: z.string() })),
  seal: z.string(),
})
export type Contents = z.infer<typeof Contents>

export const contentsFile = 'contents.json'

export interface BackedUp {
  file: string
  bytes: number
  artifacts: number
  withKey: boolean
}

interface Wish {
  home: string
  file: string
  withKey: boolean
  version: string
}

/**
 * Writes all of a home but what can be had again (caches, the token) into one file, which appears whole or not at all. A
 * server may run meanwhile: the records are those of one moment, and artifacts that they name are held by links.
 * @throws TrellisError already_exists, backup_unwritable, home_unusable, key_unusable, database_unreadable, disk_full
 */
export async function backUp({ home, file, withKey, version }: Wish): Promise<BackedUp> {
  const files = homeFiles(home)
  if (await exists(file)) throw new TrellisError('already_exists', `${file} exists already.`, 'Name a new file.')
  if (!(await exists(files.database)))
    throw new TrellisError(
      'home_unusable',
      `There is no Trellis in ${home}: it has no ${basename(files.database)}.`,
      'Name its home with --home.',
    )
  const key = openKeyFile(files.key, false)
  // In the home: links reach no further than one file system.
  const draft = join(home, `backup-${randomBytes(6).toString('hex')}`)
  const half = `${file}.${randomBytes(6).toString('hex')}.new`
  await begin(half, file)
  try {
    mkdirSync(join(draft, 'artifacts'), { recursive: true, mode: 0o700 })
    snapshot(files.database, join(draft, basename(files.database)))
    const artifacts = linkArtifacts(files.artifacts, join(draft, 'artifacts'))
    if (withKey) await copyFile(files.key, join(draft, basename(files.key)))
    const listed = [
      basename(files.database),
      ...(withKey ? [basename(files.key)] : []),
      ...artifacts.map(name => `artifacts/${name}`),
    ]
    const contents = await describe(draft, listed, version)
    await writeFile(join(draft, contentsFile), `${JSON.stringify(seal(contents, key), null, 1)}\n`)
    await create({ file: half, cwd: draft, portable: true, gzip: { level: 1 } }, [contentsFile, ...listed])
    renameSync(half, file)
    return { file, bytes: (await stat(file)).size, artifacts: artifacts.length, withKey }
  } catch (error) {
    throw fileFailure(error, file)
  } finally {
    rmSync(draft, { recursive: true, force: true })
    rmSync(half, { force: true })
  }
}

/** Before anything is collected. A folder is not made: it may be the place of a disk that is not mounted. */
async function begin(half: string, file: string): Promise<void> {
  try {
    await writeFile(half, '', { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (fileFailure(error, file) instanceof TrellisError) throw fileFailure(error, file)
    const { code, message } = error as NodeJS.ErrnoException
    const missing = code === 'ENOENT' ? `there is no folder ${dirname(file)}` : message
    const hint =
      code === 'ENOENT'
        ? 'Make the folder, or mount the disk that it is on.'
        : 'Name a file in a folder that you may write to.'
    throw new TrellisError('backup_unwritable', `${file} cannot be written: ${missing}.`, hint, { cause: error })
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** One moment of the records, whoever writes meanwhile. */
function snapshot(from: string, to: string): void {
  try {
    using connection = new DatabaseSync(from, { readOnly: true, timeout: 30_000 })
    connection.prepare('VACUUM INTO ?').run(to)
  } catch (error) {
    throw sqliteFailure(error, from)
  }
}

/** A server may throw one away meanwhile: then the records no longer need it. */
function linkArtifacts(from: string, to: string): string[] {
  const linked: string[] = []
  for (const name of readdirSync(from).filter(each => /^[0-9a-f]{64}$/.test(each))) {
    try {
      linkSync(join(from, name), join(to, name))
      linked.push(name)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
  return linked
}

async function describe(folder: string, paths: readonly string[], version: string): Promise<Omit<Contents, 'seal'>> {
  const files: Contents['files'] = []
  for (const path of paths) files.push({ path, ...(await digestOf(join(folder, path))) })
  return { format: 1, trellis: version, madeAt: new Date().toISOString(), files }
}

export async function digestOf(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return { bytes: (await stat(path)).size, sha256: hash.digest('hex') }
}

const sealOf = ({ seal: _, ...rest }: Contents, key: MasterKey): string =>
  createHmac('sha256', key.keyFor('backup')).update(JSON.stringify(rest)).digest('hex')

const seal = (contents: Omit<Contents, 'seal'>, key: MasterKey): Contents => ({
  ...contents,
  seal: sealOf({ ...contents, seal: '' }, key),
})

/** Whether this key sealed it, and nothing of it was changed since. */
export const isSealedBy = (contents: Contents, key: MasterKey): boolean =>
  contents.seal.length === 64 && timingSafeEqual(Buffer.from(contents.seal), Buffer.from(sealOf(contents, key)))

export async function readContents(path: string): Promise<Contents | undefined> {
  try {
    return Contents.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return undefined
  }
}
