import { settingsFiles } from '../../frameworks/packages/install.ts'
import type { Plan } from '../../frameworks/plan.ts'
import { joinPath } from '../../frameworks/reader.ts'
import { stepEnvironment } from '../job/environment.ts'
import type { Job } from '../job/job.ts'
import { fail, type JobFailed } from '../job/phase.ts'
import type { StepResult } from '../job/step.ts'
import { treeReader } from '../job/tree-reader.ts'
import { registryRefusal, variablesIn, yarnLacks } from './registry-refusal.ts'

/** pip replaces them as npm does. */
const ofPython = ['requirements.txt', 'pip.conf']

/** Where an install failed since a private registry wants a token: which, and how it is given. Undefined: it failed for another reason. */
export async function registryFailure(job: Job, plan: Plan, result: StepResult): Promise<JobFailed | undefined> {
  const names = await tokensOf(job, plan)
  const given = stepEnvironment(job, { phase: 'install' })
  const lacking = names.filter(name => given[name] === undefined || given[name] === '')
  const refusal = registryRefusal(result.output.lines, lacking)
  if (!refusal) return undefined
  const [lacks] = lacking
  const [name = 'NPM_TOKEN'] = lacking.length > 0 ? lacking : names
  const because =
    lacks !== undefined
      ? `, and ${lacks}, which the settings in the repository name, is not given to the install step`
      : names.length > 0
        ? `, and does not take the value of ${name}`
        : ''
  const inYarn = yarnLacks(result.output.lines)
  const { app, environment } = job.spec.deployment
  const error = fail(
    'registry_refused',
    'install',
    `\`${result.said}\`: the registry of packages wants to know who asks${because}: ${refusal.said}`,
    `Give the install step a token that may read the packages: \`trellis variables set ${app} ${environment} ${name} --stdin --steps install\`.${inYarn ? ` ${inYarn}` : ''}`,
  )
  return Object.assign(error, { failure: { ...error.failure, line: refusal.line } })
}

/** Variables that the settings of the app and of its workspace are waiting for. */
async function tokensOf(job: Job, { packages, folder }: Plan): Promise<string[]> {
  const reader = treeReader(job.folders.tree)
  const paths = [...new Set([packages.folder, folder])].flatMap(place =>
    [...settingsFiles, ...ofPython].map(name => joinPath(place, name)),
  )
  const texts = await Promise.all(paths.map(path => reader.read(path)))
  return [...new Set(texts.flatMap(text => variablesIn(text ?? '')))]
}
