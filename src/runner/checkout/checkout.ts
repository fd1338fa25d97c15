import { mkdir, realpath, stat } from 'node:fs/promises'
import { join, posix } from 'node:path'
import type { Failure } from '../../contract/deployment.ts'
import { failure } from '../../core/failures.ts'
import { submoduleAround } from '../../frameworks/submodules.ts'
import { isWithin } from '../isolation/visible.ts'
import { type Git, type GitAnswer, type GitCredential, gitIn } from './git.ts'
import { type NotContent, notContent } from './not-content.ts'
import { checkoutFailure, fetchFailure, isRefusedCredential, isRefusedWant } from './problems.ts'

export interface CheckoutRequest {
  readonly url: string
  readonly commit: string
  readonly branch: string | null
  /** The app's folder in the repository. */
  readonly path: string
  /** Where to: an empty folder, or none yet. */
  readonly tree: string
  /** Asked before the remote is, and once more when what it gave is refused; null: the machine's own way in. */
  readonly credential?: () => Promise<GitCredential | null>
}

export interface CheckedOut extends NotContent {
  /** The app's folder, without symbolic links in its path. */
  readonly appDir: string
  readonly title: string
}

/** Fetches the one commit and nothing else. A failure is an answer: the caller knows how to report it. */
export async function checkout(request: CheckoutRequest, signal: AbortSignal): Promise<CheckedOut | Failure> {
  if (!/^[0-9a-f]{40}$/.test(request.commit)) {
    return failure('checkout_failed', 'checkout', `${request.commit} is not a full commit id.`)
  }
  if (!isAddress(request.url)) {
    return failure('repository_unreachable', 'checkout', `${request.url} is no address of a git repository.`)
  }
  await mkdir(request.tree, { recursive: true })
  const credential = (await request.credential?.()) ?? null
  const git = gitIn(request.tree, request.url, signal, credential)
  const init = await git('init', '--quiet', '--template=')
  if (!init.ok) return checkoutFailure(init)
  const problem = await fetchCommit(git, request)
  if (problem && !(credential && problem.refusedCredential)) return problem.failure
  if (problem) {
    // It ended in the middle: replaced once, here and nowhere else.
    const fresh = (await request.credential?.()) ?? null
    const again = await fetchCommit(gitIn(request.tree, request.url, signal, fresh), request)
    if (again) return again.failure
  }
  const placed = await git('checkout', '--quiet', '--detach', request.commit)
  if (!placed.ok) return checkoutFailure(placed)
  return inspect(git, request)
}

/** git would take a leading dash for an option, and `ext::` for a command to run. */
const isAddress = (url: string): boolean =>
  url !== '' && !url.startsWith('-') && !/^[a-z0-9+-]+::/i.test(url) && !/[\0\n]/.test(url)

interface FetchProblem {
  failure: Failure
  refusedCredential: boolean
}

const problemOf = (answer: GitAnswer): FetchProblem => ({
  failure: fetchFailure(answer),
  refusedCredential: isRefusedCredential(answer),
})

async function fetchCommit(git: Git, { commit, branch }: CheckoutRequest): Promise<FetchProblem | null> {
  const options = ['--quiet', '--no-tags', '--no-recurse-submodules', '--no-write-fetch-head'] as const
  const direct = await git('fetch', ...options, '--depth=1', 'origin', commit)
  if (direct.ok) return null
  if (!isRefusedWant(direct)) return problemOf(direct)
  // An older host, which hands out the ends of branches only: the end of this one, else all there is.
  const has = async (): Promise<boolean> => (await git('cat-file', '-e', `${commit}^{commit}`)).ok
  const tries = [
    ...(branch ? [['--depth=1', 'origin', `+refs/heads/${branch}:refs/trellis/branch`]] : []),
    ['origin', '+refs/heads/*:refs/trellis/heads/*'],
  ]
  for (const what of tries) {
    const answer = await git('fetch', ...options, ...what)
    if (!answer.ok && !isRefusedWant(answer)) return problemOf(answer)
    if (await has()) return null
  }
  const gone = failure('checkout_failed', 'checkout', `The repository has no commit ${commit} (any more).`)
  return { failure: gone, refusedCredential: false }
}

/** Files that Trellis itself reads. As links out of the repository they would show it what the build must not see. */
const readByTrellis = [
  'trellis.yml',
  'trellis.yaml',
  'package.json',
  'package-lock.json',
  'npm-shrinkwrap.json',
  'cdk.json',
]
const alsoRead = [
  'cdk.context.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'bun.lockb',
  '.npmrc',
  'pnpm-workspace.yaml',
]

async function inspect(git: Git, { tree, path }: CheckoutRequest): Promise<CheckedOut | Failure> {
  const root = await realpath(tree)
  const appDir = await realpath(join(tree, path)).catch(() => null)
  const isFolder = appDir !== null && (await stat(appDir)).isDirectory()
  if (!isFolder) {
    const { submodules } = await notContent(git, root)
    const around = submoduleAround(submodules, posix.normalize(path))
    if (around !== undefined) return belowSubmodule(path, around)
    const hint = 'Name the folder that it is in: `trellis app set APP --path FOLDER`.'
    return failure('checkout_failed', 'checkout', `The repository has no folder ${path} at this commit.`, hint)
  }
  if (!isWithin(appDir, [root])) return leaves(path)
  for (const folder of new Set([root, appDir])) {
    for (const name of [...readByTrellis, ...alsoRead]) {
      const real = await realpath(join(folder, name)).catch(() => null)
      if (real && !isWithin(real, [root])) return leaves(name)
    }
  }
  const [title, lacking] = await Promise.all([git('log', '-1', '--format=%s'), notContent(git, root)])
  return { appDir, title: title.out.trim(), ...lacking }
}

const belowSubmodule = (path: string, submodule: string): Failure =>
  failure(
    'submodules_not_supported',
    'checkout',
    `The folder ${path} lies in the submodule ${submodule}, which Trellis does not fetch.`,
    'Make an app of the repository that the submodule names, or commit its files here (`git subtree add`).',
  )

const leaves = (path: string): Failure =>
  failure(
    'checkout_failed',
    'checkout',
    `${path} is a symbolic link that leaves the repository.`,
    'Replace it by what it points to.',
  )
