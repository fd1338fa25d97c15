import type { Failure } from '../contract/deployment.ts'
import { type ErrorCode, TrellisError } from '../core/errors.ts'
import type { Detector } from '../core/ports/detector.ts'
import { detect } from '../frameworks/detect.ts'
import { planFor } from '../frameworks/plan.ts'
import { joinPath, type Reader } from '../frameworks/reader.ts'
import { submoduleAround, submodulesOf } from '../frameworks/submodules.ts'
import { parseTrellisYml, trellisYmlNames } from '../frameworks/trellis-yml.ts'

/** Shows the tree of a commit to whoever looks at it. @throws TrellisError as a Detector */
export type LookAt = <T>(place: Place, look: (tree: Reader) => Promise<T>) => Promise<T>

export interface Place {
  repository: string
  commit: string
  path: string
}

/** Nothing of the commit is run. */
export const detectorOf = (lookAt: LookAt): Detector => ({
  detect: (repository, commit, path) => lookAt({ repository, commit, path }, tree => detect(tree, path)),
  hasFolder: (repository, commit, path) =>
    lookAt({ repository, commit, path: '.' }, async tree => {
      if ((await tree.list(path)).length > 0) return true
      const submodule = submoduleAround(await submodulesOf(tree), path)
      if (submodule !== undefined) throw inSubmodule(path, submodule)
      return false
    }),
  removal: (repository, commit, path) =>
    lookAt({ repository, commit, path }, async tree => {
      const planned = await planFor(tree, path)
      if ('failure' in planned) throw explained(planned.failure)
      const { deploy, remove } = planned.plan
      if (deploy.kind !== 'command') return undefined
      return remove && 'script' in remove ? remove.script : null
    }),
  watched: (repository, commit, path) =>
    lookAt({ repository, commit, path }, async tree => {
      for (const name of trellisYmlNames) {
        const text = await tree.read(joinPath(path, name))
        if (text === undefined) continue
        const parsed = parseTrellisYml(text)
        if ('problem' in parsed) throw new TrellisError('invalid_trellis_yml', parsed.problem.message)
        return parsed.settings.watch ?? []
      }
      return []
    }),
})

const inSubmodule = (path: string, submodule: string) =>
  new TrellisError(
    'folder_not_found',
    `The folder ${path} ${path === submodule ? 'is' : 'lies in'} a submodule${path === submodule ? '' : ` (${submodule})`}, which Trellis does not fetch.`,
    'Make an app of the repository that the submodule names, or commit its files here (`git subtree add`).',
  )

/** The rest is the fault of what was asked for: a folder that is not there, or a link that leads out. */
export function explained({ code, message, hint }: Failure): TrellisError {
  const reported: ErrorCode[] = ['repository_unreachable', 'disk_full']
  const known = reported.find(one => one === code)
  return known
    ? new TrellisError(known, message, hint)
    : new TrellisError('invalid_input', message, 'Choose another folder or branch of the repository.')
}
