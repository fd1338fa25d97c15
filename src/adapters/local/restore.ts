import { randomBytes } from 'node:crypto'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { extract } from 'tar'
import { TrellisError } from '../../core/errors.ts'
import { type Contents, contentsFile, digestOf, isSealedBy, readContents } from './backup.ts'
import { fileFailure } from './file-failure.ts'
import { type Home, openHome } from './home.ts'
import { homeFiles } from './home-files.ts'
import { inspectDatabase } from './inspect-database.ts'
import { openKeyFile } from './key-file.ts'
import { migrations } from './migrations/all.ts'
import { rememberHome } from './remember-home.ts'
import { type Withdrawn, withdrawOpen } from './withdraw-open.ts'

export interface Restored extends Withdrawn {
  home: string
  madeAt: string
  trellis: string
  artifacts: number
}

interface Wish {
  home: string
  file: string
  /** The key file, when the backup does not hold it and it does not lie in the home yet. */
  key: string | null
}

const allowed = /^(contents\.json|trellis\.db|key|artifacts\/[0-9a-f]{64})$/

/**
 * Puts a backup into a home that has no records. All of it is looked at before any of it is in its place; the records come last,
 * so that a restore that was cut short can be done again. One that fails leaves the folder as it was.
 * @throws TrellisError already_exists, backup_unreadable, key_unusable, database_newer, database_unreadable, disk_full, and as openHome
 */
export async function restore({ home: path, file, key }: Wish): Promise<Restored> {
  if (!existsSync(file)) throw unreadable(file, 'there is no such file')
  const leaveAsItWas = rememberHome(path)
  let home: Home | undefined
  try {
    home = openHome(path)
    return await restoreInto(path, file, key)
  } catch (error) {
    // In a home that another process holds nothing was begun: what is in it is that one's.
    if (!(error instanceof TrellisError && error.code === 'home_in_use')) leaveAsItWas()
    throw fileFailure(error, path)
  } finally {
    home?.close()
  }
}

async function restoreInto(path: string, file: string, key: string | null): Promise<Restored> {
  const files = homeFiles(path)
  if (existsSync(files.database))
    throw new TrellisError('already_exists', `${path} holds records already.`, 'Name a new folder with --home.')
  const draft = join(path, `restore-${randomBytes(6).toString('hex')}`)
  try {
    mkdirSync(draft, { mode: 0o700 })
    const contents = await unpack(file, draft)
    const keyFile = [join(draft, basename(files.key)), key, files.key].find(each => each !== null && existsSync(each))
    if (!keyFile) throw keyMissing(file)
    if (keyFile.startsWith(draft)) chmodSync(keyFile, 0o600)
    if (!isSealedBy(contents, openKeyFile(keyFile, false)))
      throw new TrellisError(
        'key_unusable',
        `${file} was sealed with another key than ${keyFile.startsWith(draft) ? 'the one in it' : keyFile}, or was changed since.`,
        'Name the key file of the home that it was made of: `--key`.',
      )
    refuseOtherKey(files.key, keyFile)
    inspectDatabase(join(draft, basename(files.database)), migrations.length)
    const withdrawn = await withdrawOpen(join(draft, basename(files.database)), contents.madeAt)
    return put(contents, withdrawn, { draft, keyFile, files, path })
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

/** It may be the only one of something else. */
function refuseOtherKey(there: string, wanted: string): void {
  if (!existsSync(there) || readFileSync(there, 'utf8').trim() === readFileSync(wanted, 'utf8').trim()) return
  throw new TrellisError(
    'key_unusable',
    `${there} is another key than that of the backup, and would be lost.`,
    'Move it away, or name a new folder with --home.',
  )
}

/** Only what a backup holds, as plain files: it may have been made by anybody. */
async function unpack(file: string, draft: string): Promise<Contents> {
  try {
    await extract({
      file,
      cwd: draft,
      strict: true,
      filter: (path, entry) => allowed.test(path) && 'type' in entry && entry.type === 'File',
    })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw error
    throw unreadable(file, 'it is cut short or no backup of Trellis', error)
  }
  const contents = await readContents(join(draft, contentsFile))
  if (!contents) throw unreadable(file, 'it holds no list of contents that this Trellis reads')
  for (const { path, bytes, sha256 } of contents.files) {
    if (!allowed.test(path)) throw unreadable(file, `it lists ${path}`)
    const found = await digestOf(join(draft, path)).catch(() => null)
    if (found?.bytes !== bytes || found.sha256 !== sha256) throw unreadable(file, `${path} in it is damaged or missing`)
  }
  return contents
}

interface Places {
  draft: string
  keyFile: string
  files: ReturnType<typeof homeFiles>
  path: string
}

function put(contents: Contents, withdrawn: Withdrawn, { draft, keyFile, files, path }: Places): Restored {
  mkdirSync(files.artifacts, { recursive: true, mode: 0o700 })
  const artifacts = contents.files.filter(each => each.path.startsWith('artifacts/'))
  for (const each of artifacts) renameSync(join(draft, each.path), join(path, each.path))
  if (keyFile !== files.key) copyFileSync(keyFile, files.key)
  chmodSync(files.key, 0o600)
  chmodSync(join(draft, basename(files.database)), 0o600)
  renameSync(join(draft, basename(files.database)), files.database)
  return { home: path, madeAt: contents.madeAt, trellis: contents.trellis, artifacts: artifacts.length, ...withdrawn }
}

const unreadable = (file: string, why: string, cause?: unknown) =>
  new TrellisError('backup_unreadable', `${file} cannot be restored: ${why}.`, 'Take an older backup.', { cause })

const keyMissing = (file: string) =>
  new TrellisError(
    'key_unusable',
    `${file} holds no key, and none was named.`,
    'Name the copy of the key file with --key. Without it secrets, accounts and artifacts in the backup do not open for anybody: they are lost, and a new Trellis has to be set up.',
  )
