import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Detector } from '../core/ports/detector.ts'
import { checkout } from '../runner/checkout/checkout.ts'
import type { GitCredential } from '../runner/checkout/git.ts'
import { detectorOf, explained, type Place } from './detector.ts'
import { readFolder } from './read-folder.ts'

const timeoutMs = 60_000

export type CredentialFor = (repository: string) => Promise<GitCredential | null>

/**
 * Looks at a commit in a checkout of its own, which goes again.
 * @param credentialFor what opens the repository, where the machine's own way in is not to be taken
 */
export const detectCommits = (scratch: string, credentialFor: CredentialFor): Detector =>
  detectorOf((place, look) => lookAt({ scratch, credentialFor }, place, tree => look(readFolder(tree))))

async function lookAt<T>(
  { scratch, credentialFor }: { scratch: string; credentialFor: CredentialFor },
  { repository, commit, path }: Place,
  look: (tree: string) => Promise<T>,
): Promise<T> {
  const tree = await mkdtemp(join(scratch, 'look-'))
  try {
    const wish = { url: repository, commit, branch: null, path, tree, credential: () => credentialFor(repository) }
    const found = await checkout(wish, AbortSignal.timeout(timeoutMs))
    if ('code' in found) throw explained(found)
    return await look(tree)
  } finally {
    await rm(tree, { recursive: true, force: true })
  }
}
