import type { ChildProcess } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import type { RunnerStart } from '../../contract/runner-start.ts'
import { forkCdkWorker } from '../cdk/fork.ts'
import { surroundings } from '../isolation/surroundings.ts'
import { workFolders } from './folders.ts'

/** The CDK takes longer to load than all that comes before its first use, so this is the first thing that a runner does. */
export function forkCdk({ work, node }: RunnerStart): ChildProcess {
  const { scratch } = workFolders(work)
  mkdirSync(scratch, { recursive: true, mode: 0o700 })
  const cache = process.env.NODE_COMPILE_CACHE
  const env = { ...surroundings(process.env, node).env, HOME: scratch, ...(cache && { NODE_COMPILE_CACHE: cache }) }
  return forkCdkWorker({ scratch, env })
}
