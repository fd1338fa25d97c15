import { join } from 'node:path'
import { virtualEnvironment } from '../../frameworks/packages/install.ts'
import type { Plan } from '../../frameworks/plan.ts'
import { keepDependencies, restoreDependencies } from '../cache/dependencies.ts'
import { type CacheKey, cacheKey } from '../cache/key.ts'
import type { Entry } from '../cache/store.ts'
import type { Job } from '../job/job.ts'
import { inPhase, type PhaseNote, skip } from '../job/phase.ts'
import type { StepResult } from '../job/step.ts'
import { treeReader } from '../job/tree-reader.ts'
import { withFittingLockfile } from './fitting-lockfile.ts'
import { mustRun, stepOf } from './user-phase.ts'

export async function installPhase(job: Job, plan: Plan): Promise<void> {
  if (plan.install.length === 0 && plan.node === null) return skip(job, 'install', 'there is nothing to install')
  await inPhase(job, 'install', note => installDependencies(job, plan, note))
}

/** Takes what an earlier install with the same lockfile left, else installs and keeps it for the next. */
export async function installDependencies(job: Job, plan: Plan, note: PhaseNote): Promise<void> {
  // It reads ranges of versions, which takes a library: not before it is wanted.
  const { fetchTools } = await import('../tools/fetch-tools.ts')
  await fetchTools(job, plan)
  await installPackages(job, plan, note)
  if (plan.python !== null) job.path = [join(job.folders.tree, plan.python, virtualEnvironment, 'bin'), ...job.path]
}

async function installPackages(job: Job, plan: Plan, note: PhaseNote): Promise<void> {
  if (plan.install.length === 0) return
  const began = performance.now()
  const key = await cacheKey(job, plan, treeReader(job.folders.tree))
  if (typeof key === 'string') {
    job.journal.say(`Not from the cache: ${key}.`)
    await installAfresh(job, plan)
    return
  }
  const entry = await restored(job, key)
  if (typeof entry === 'string') {
    job.journal.say(`Not from the cache: ${entry}.`)
    await installAfresh(job, plan)
    if (!(await keepDependencies(job, key))) await installAfresh(job, plan)
    return
  }
  const { manager, folder: cwd } = plan.packages
  for (const hook of key.hooks) await mustRun(job, stepOf(job, { phase: 'install', cwd, argv: [manager, 'run', hook] }))
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  job.journal.say(`install ${seconds} s (cache): as installed at ${entry.savedAt}`)
  note.reason = 'cache'
}

async function installAfresh(job: Job, plan: Plan): Promise<void> {
  const refusedBy = async (result: StepResult) => {
    const { registryFailure } = await import('../explain/registry-failure.ts')
    return await registryFailure(job, plan, result)
  }
  if (plan.python !== null) await (await import('../tools/ensure-venv.ts')).ensureVenv(job)
  const tree = treeReader(job.folders.tree)
  for (const command of plan.install)
    await withFittingLockfile(tree, plan, command, () => mustRun(job, stepOf(job, command), refusedBy))
}

/** A cache that fails makes a deployment slower, not red: a clean install begins by removing what is there. */
async function restored(job: Job, key: CacheKey): Promise<Pick<Entry, 'savedAt'> | string> {
  try {
    return await restoreDependencies(job, key)
  } catch (error) {
    job.signal.throwIfAborted()
    job.overlays = []
    return `it could not be read: ${(error as Error).message}`
  }
}
