import { readBlob, readTree } from 'isomorphic-git'
import { commitNotFound } from '../not-found.ts'
import type { HttpRepository } from './repository.ts'

/** The tree of a commit, as `Reader` of frameworks wants it. Links are no files here, so none leads out. */
export interface CommitTree {
  exists(path: string): Promise<boolean>
  read(path: string): Promise<string | undefined>
  list(folder: string): Promise<string[]>
}

type Entry = { type: string; mode: string; path: string }

/** @throws TrellisError commit_not_found, and as SourceHost */
export async function treeOf(repository: HttpRepository, commit: string): Promise<CommitTree> {
  if (!(await repository.commit(commit))) throw commitNotFound(commit, repository.url)
  const filepath = (path: string) => (path === '.' ? undefined : path)
  const entries = async (folder: string): Promise<Entry[]> => {
    const place = filepath(folder)
    const found = await readTree({ ...repository.here, oid: commit, ...(place && { filepath: place }) }).catch(
      () => null,
    )
    return found?.tree ?? []
  }
  const entry = async (path: string): Promise<Entry | undefined> => {
    const cut = path.lastIndexOf('/')
    const name = path.slice(cut + 1)
    return (await entries(cut < 0 ? '.' : path.slice(0, cut))).find(one => one.path === name)
  }
  return {
    exists: async path => path === '.' || (await entry(path)) !== undefined,
    read: async path => {
      const found = await entry(path)
      if (found?.type !== 'blob' || found.mode === '120000') return undefined
      const { blob } = await readBlob({ ...repository.here, oid: commit, filepath: path })
      return Buffer.from(blob).toString('utf8')
    },
    list: async folder => (await entries(folder)).map(one => (one.type === 'tree' ? `${one.path}/` : one.path)),
  }
}
