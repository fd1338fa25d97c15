import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Outputs } from '../../contract/deployment.ts'
import type { Job } from '../job/job.ts'
import { fail } from '../job/phase.ts'
import { treeReader } from '../job/tree-reader.ts'

/** Where `after_deploy` finds them. */
export const outputsFile = (job: Job): string => join(job.folders.home, 'trellis-outputs.json')

/** Tells the server, and leaves them for the steps that follow. */
export async function reportOutputs(job: Job, outputs: Outputs): Promise<void> {
  // A build may have put a link in its place; a new file follows none.
  await rm(outputsFile(job), { recursive: true, force: true })
  await writeFile(outputsFile(job), JSON.stringify(outputs, null, 2), { flag: 'wx' })
  job.shipper.send({ type: 'outputs', outputs: redacted(job, outputs) })
}

/** What a deploy command of the user's left in its outputs file. */
export async function readOutputs(job: Job, file: string | null): Promise<Outputs> {
  if (file === null) return {}
  const text = await treeReader(job.folders.tree).read(file)
  if (text === undefined)
    throw fail('deploy_failed', 'deploy', `The deploy command did not write its outputs to ${file}.`)
  const { parseOutputs } = await import('../../frameworks/outputs.ts')
  const outputs = parseOutputs(text, job.spec.deployment.app)
  if (outputs) return outputs
  throw fail(
    'deploy_failed',
    'deploy',
    `${file} holds no outputs: it must be {"Stack": {"Key": "value"}} or {"Key": "value"}.`,
  )
}

const redacted = (job: Job, outputs: Outputs): Outputs =>
  Object.fromEntries(
    Object.entries(outputs).map(([stack, values]) => [
      stack,
      Object.fromEntries(Object.entries(values).map(([key, value]) => [key, job.journal.redact(value)])),
    ]),
  )
