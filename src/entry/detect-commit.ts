import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Failure } from '../contract/deployment.ts'
import { type ErrorCode, TrellisError } from '../core/errors.ts'
import type { Detector } from '../core/ports/detector.ts'
import { detect } from '../frameworks/detect.ts'
import { planFor } from '../frameworks/plan.ts'
import { parseTrellisYml, trellisYmlNames } from '../frameworks/trellis-yml.ts'
import { checkout } from '../runner/checkout/checkout.ts'
import type { GitCredential } from '../runner/checkout/git.ts'
import { readFolder } from './read-folder.ts'

const timeoutMs = 60_000

export type CredentialFor = (repository: string) => Promise<GitCredential | null>

/**
 * Looks at a commit in a checkout of its own, which goes again. Nothing of it is run.
 * @param credentialFor what opens the repository, where the machine's own way in is not to be taken
 */
export const detectCommits = (scratch: string, credentialFor: CredentialFor): Detector => ({
  detect: (repository, commit, path) =>
    lookAt({ scratch, credentialFor }, { repository, commit, path }, tree => detect(readFolder(tree), path)),
  removal: (repository, commit, path) =>
    lookAt({ scratch, credentialFor }, { repository, commit, path }, async tree => {
      const planned = await planFor(readFolder(tree), path)
      if ('failure' in planned) throw explained(planned.failure)
      const { deploy, remove } = planned.plan
      if (deploy.kind !== 'command') return undefined
      return remove && 'script' in remove ? remove.script : null
    }),
  watched: (repository, commit, path) =>
    lookAt({ scratch, credentialFor }, { repository, commit, path }, async tree => {
      const folder = join(tree, path)
      const names = await readdir(folder)
      const name = trellisYmlNames.find(one => names.includes(one))
      if (!name) return []
      const parsed = parseTrellisYml(await readFile(join(folder, name), 'utf8'))
      if ('problem' in parsed) throw new TrellisError('invalid_trellis_yml', parsed.problem.message)
      return parsed.settings.watch ?? []
    }),
})

async function lookAt<T>(
  { scratch, credentialFor }: { scratch: string; credentialFor: CredentialFor },
  { repository, commit, path }: { repository: string; commit: string; path: string },
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

/** The rest is the fault of what was asked for: a folder that is not there, or a link that leads out. */
function explained({ code, message, hint }: Failure): TrellisError {
  const reported: ErrorCode[] = ['repository_unreachable', 'disk_full']
  const known = reported.find(one => one === code)
  return known
    ? new TrellisError(known, message, hint)
    : new TrellisError('invalid_input', message, 'Choose another folder or branch of the repository.')
}
