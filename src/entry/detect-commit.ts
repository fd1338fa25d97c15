import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { TrellisError } from '../core/errors.ts'
import type { Detector } from '../core/ports/detector.ts'
import { detect } from '../frameworks/detect.ts'
import { checkout } from '../runner/checkout/checkout.ts'
import { readFolder } from './read-folder.ts'

const timeoutMs = 60_000

/** Looks at a commit in a checkout of its own, which goes again. Nothing of it is run. */
export const detectCommits = (scratch: string): Detector => ({
  async detect(repository, commit, path) {
    const tree = await mkdtemp(join(scratch, 'look-'))
    try {
      const wish = { url: repository, commit, branch: null, path, tree }
      const found = await checkout(wish, AbortSignal.timeout(timeoutMs))
      if ('code' in found) throw new TrellisError('repository_unreachable', found.message, found.hint)
      return await detect(readFolder(tree), path)
    } finally {
      await rm(tree, { recursive: true, force: true })
    }
  },
})
