import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ToolCommands } from '../../frameworks/tools/tool.ts'
import { markPathUsed } from '../cache/prune.ts'
import { downloads } from '../job/environment.ts'
import { makeForSteps } from '../job/hand-over.ts'
import type { Job } from '../job/job.ts'
import { fail } from '../job/phase.ts'
import { runStep } from '../job/step.ts'
import { ensureVenv } from './ensure-venv.ts'
import { keepTool } from './keep-tool.ts'
import { pipEnvironment } from './package-environment.ts'
import { pythonToolKey } from './python-tool-key.ts'

/** Where the machine's owner installs for everybody; a sandbox shows no other place. */
const common = ['/usr/local/bin', '/usr/bin']

/**
 * A tool from PyPI: the machine's own, else one in a virtual environment that is kept for later builds.
 * @returns the words that start it
 */
export async function fetchPython(
  job: Job,
  program: string,
  tool: NonNullable<ToolCommands['python']>,
): Promise<string[]> {
  // What an image has is not looked into.
  const places = job.isolation.name === 'container' ? [] : common
  const own = places.map(folder => join(folder, program)).find(path => existsSync(path))
  if (own) return [own]
  const key = pythonToolKey(tool)
  // Started by its interpreter: the scripts beside it name the folder in which they were made.
  const start = (folder: string) => [join(folder, 'bin/python'), '-m', tool.module]
  for (const location of job.spec.cache.read) {
    if (location.kind !== 'folder') continue
    const kept = join(location.path, 'tools', key)
    if (!existsSync(kept)) continue
    await markPathUsed(kept).catch(() => {})
    return start(kept)
  }
  const draft = join(job.folders.home, '.tools', key)
  await makeForSteps(job, join(job.folders.home, '.tools'))
  const pip = [
    join(draft, 'bin/python'),
    '-m',
    'pip',
    'install',
    '--quiet',
    '--no-input',
    `${tool.package}==${tool.version}`,
  ]
  await ensureVenv(job)
  const env = pipEnvironment(downloads(job.spec) ?? join(job.folders.home, '.downloads'))
  for (const argv of [['python3', '-m', 'venv', draft], pip]) {
    const said = ['python3', ...argv.slice(1)].join(' ').replace(draft, tool.package)
    const { ok } = await runStep(job, { phase: 'install', command: { argv }, cwd: job.folders.home, env, said })
    if (!ok)
      throw fail('tool_unavailable', 'install', `${tool.package} ${tool.version} could not be installed from PyPI.`)
  }
  return start((await keepTool(job, draft, key)) ?? draft)
}
