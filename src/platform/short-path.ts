import { createHash } from 'node:crypto'
import { lstatSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'

/** The address of a Unix socket has room for so many bytes on every system. */
const socketBytes = 103
/** What tools put behind TMPDIR: a folder of theirs with a hash in its name, and the socket in it. */
const roomForTools = 44
const short = '/tmp'

/** Told by the folder alone, so that whoever clears up after a process that was killed finds it. */
const linkTo = (folder: string): string =>
  join(short, `trellis-${createHash('sha256').update(folder).digest('hex').slice(0, 20)}`)

/**
 * A path to the folder that leaves tools room for their sockets: its own, or that of a link in /tmp. What is written still lies in
 * the folder, on its disk and for nobody else to see. Where no link can be made: its own.
 */
export function shortPath(folder: string): string {
  if (Buffer.byteLength(folder) + roomForTools <= socketBytes) return folder
  const link = linkTo(folder)
  try {
    symlinkSync(folder, link)
  } catch {
    // Of a process that was killed, or somebody else's: in /tmp everybody may write.
    if (!isOwn(link, folder)) return folder
  }
  return link
}

/** Removes what `shortPath` made. Nothing there: a no-op. */
export function removeShortPath(folder: string): void {
  const link = linkTo(folder)
  if (isOwn(link, folder)) rmSync(link, { force: true })
}

function isOwn(link: string, folder: string): boolean {
  const stat = lstatSync(link, { throwIfNoEntry: false })
  return stat?.isSymbolicLink() === true && stat.uid === process.getuid?.() && readlinkSync(link) === folder
}
