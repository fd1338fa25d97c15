import { chmodSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { homeFiles } from './home-files.ts'
import { judgeHomeFolder } from './home-folder.ts'

/**
 * What a folder was before somebody tries to make a home of it. Only what a home is made of is ever taken away again: whoever else
 * uses the folder keeps what is theirs.
 * @returns how to leave it as it was. To be called while the home is held, or could not be taken, and never while another process holds it: its lock goes with the rest.
 * @throws TrellisError home_unusable
 */
export function rememberHome(path: string): () => void {
  const there = judgeHomeFolder(path)
  const mode = there === path ? statSync(path).mode & 0o7777 : null
  const { artifacts, key, token, server, lock } = homeFiles(path)
  const before = new Set([...pathsIn(path), ...pathsIn(artifacts)])
  const isNew = (file: string) => !before.has(file)
  return () => {
    for (const file of pathsIn(artifacts).filter(isNew)) rmSync(file, { force: true })
    if (isNew(artifacts)) removeEmpty(artifacts)
    for (const file of [key, token, server, lock, `${lock}-journal`].filter(isNew)) rmSync(file, { force: true })
    if (mode !== null) chmodSync(path, mode)
    for (let made = path; made !== there; made = dirname(made)) removeEmpty(made)
  }
}

function pathsIn(folder: string): string[] {
  try {
    return readdirSync(folder).map(name => join(folder, name))
  } catch {
    return []
  }
}

/** Somebody may have put something there meanwhile. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {}
}
