import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { TrellisError } from '../../core/errors.ts'

/**
 * Makes an empty mirror where there is none. It is made aside and moved into place: there as a whole or not at all.
 * Written by hand: no process, and no template, hook or default format of the machine gets in.
 * @throws TrellisError disk_full, home_unusable
 */
export async function makeMirror(path: string): Promise<void> {
  const made = await stat(join(path, 'HEAD')).then(
    () => true,
    () => false,
  )
  if (made) return
  const draft = `${path}.new`
  try {
    await removeMirror(draft)
    for (const folder of ['objects', 'refs']) await mkdir(join(draft, folder), { recursive: true, mode: 0o700 })
    await writeFile(join(draft, 'HEAD'), 'ref: refs/heads/main\n')
    await writeFile(join(draft, 'config'), configuration)
    // A removal that was interrupted may have left a part.
    await removeMirror(path)
    await rename(draft, path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    const why = error instanceof Error ? error.message : String(error)
    if (code === 'ENOSPC')
      throw new TrellisError('disk_full', `The disk is full: ${path} could not be made.`, 'Free some space.')
    throw new TrellisError(
      'home_unusable',
      `${path} could not be made: ${why}`,
      'The user who runs Trellis must own its home.',
    )
  }
}

export async function removeMirror(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 3 })
}

/**
 * Git takes what a filter left out for promised by a remote, and asks that one by itself, over and over, where it
 * misses something: this one answers nothing. The repository's own URL is always given on the command line.
 * A pack is there as a whole or not at all; loose objects might lack their parents after a kill -9.
 */
const configuration = `[core]
	repositoryFormatVersion = 1
	bare = true
[extensions]
	partialClone = nowhere
[remote "nowhere"]
	url = /dev/null
	promisor = true
[fetch]
	unpackLimit = 1
`
