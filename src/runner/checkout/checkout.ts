import { mkdir } from 'node:fs/promises'
import type { Failure } from '../../contract/deployment.ts'
import { failure } from '../../core/failures.ts'
import { type Git, type GitAnswer, type GitCredential, gitIn } from './git.ts'
import { type CheckedOut, inspect } from './inspect.ts'
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

export type { CheckedOut }

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
