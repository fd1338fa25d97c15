import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import semver from 'semver'
import { type Tool, toolsFor } from '../../frameworks/packages/toolchain.ts'
import type { Plan } from '../../frameworks/plan.ts'
import { isMissing } from '../cache/files.ts'
import { markPathUsed } from '../cache/prune.ts'
import { makeForSteps } from '../job/hand-over.ts'
import type { Job } from '../job/job.ts'
import { fail } from '../job/phase.ts'
import { runStep } from '../job/step.ts'
import { keepTool } from './keep-tool.ts'
import { packageEnvironment } from './package-environment.ts'

/**
 * Puts the Node and the package manager that the app asks for before those of the machine. It comes before anything of
 * the repository's runs, so nothing can have put its hand on what is kept for later builds.
 */
export async function fetchTools(job: Job, plan: Plan): Promise<void> {
  const machine = {
    node: job.surroundings.nodeVersion,
    npm: job.surroundings.npmVersion,
    platform: process.platform,
    arch: process.arch,
  }
  const needed = toolsFor(machine, plan.node, plan.packages, plan.lockfileAge)
  if ('problem' in needed) throw fail('tool_unavailable', 'install', `${needed.problem}.`)
  const bins: string[] = []
  for (const tool of needed.tools) bins.unshift(await fetchTool(job, tool))
  job.path = bins
  job.packageEnv = packageEnvironment(job, plan)
}

async function fetchTool(job: Job, tool: Tool): Promise<string> {
  const key = keyOf(tool)
  for (const location of job.spec.cache.read) {
    if (location.kind !== 'folder') continue
    const kept = join(location.path, 'tools', key)
    const version = await versionIn(kept, tool)
    if (version === null) continue
    await markPathUsed(kept).catch(() => {})
    job.journal.say(`${tool.name} ${version} (cache): ${tool.because}`)
    return join(kept, tool.bin)
  }
  const draft = join(job.folders.home, '.tools', key)
  await install(job, tool, draft)
  const place = (await keepTool(job, draft, key)) ?? draft
  job.journal.say(`${tool.name} ${await versionIn(place, tool)}: ${tool.because}`)
  return join(place, tool.bin)
}

/** A range is looked up anew every week. */
function keyOf({ package: name, version }: Tool): string {
  const week = semver.valid(version) ? '' : Math.floor(Date.now() / (7 * 24 * 3_600_000))
  return createHash('sha256')
    .update(JSON.stringify([name, version, week]))
    .digest('hex')
    .slice(0, 40)
}

/** By the machine's own npm, in a folder where no setting of the repository's counts, and without running any script. */
async function install(job: Job, tool: Tool, folder: string): Promise<void> {
  await makeForSteps(job, folder)
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error']
  const argv = ['npm', 'install', '--prefix', folder, ...quiet, `${tool.package}@${tool.version}`]
  const said = `npm install ${tool.package}@${tool.version}`
  const { ok } = await runStep(job, { phase: 'install', command: { argv }, cwd: folder, said })
  if (ok) return
  throw fail(
    tool.name === 'node' ? 'node_unavailable' : 'tool_unavailable',
    'install',
    `${tool.because}, but ${tool.package}@${tool.version} could not be had from the npm registry.`,
  )
}

async function versionIn(folder: string, tool: Tool): Promise<string | null> {
  try {
    const text = await readFile(join(folder, 'node_modules', tool.package, 'package.json'), 'utf8')
    return (JSON.parse(text) as { version: string }).version
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}
