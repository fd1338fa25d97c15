import type { ChildProcess } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { forkCdkWorker, placeCdkWorker } from '../cdk/fork.ts'
import { surroundings } from '../isolation/surroundings.ts'
import { workFolders } from './folders.ts'

/** The CDK takes longer to load than all that comes before its first use, so this is the first thing that a runner does. */
export function forkCdk(node: string): ChildProcess {
  const cache = process.env.NODE_COMPILE_CACHE
  return forkCdkWorker({ ...surroundings(process.env, node).env, ...(cache && { NODE_COMPILE_CACHE: cache }) })
}

/** The one that was forked ahead, unless it died while it waited, in its job's folder. */
export function cdkFor(work: string, node: string, ahead: ChildProcess | undefined): ChildProcess {
  const { scratch } = workFolders(work)
  mkdirSync(scratch, { recursive: true, mode: 0o700 })
  const child = ahead?.connected ? ahead : forkCdk(node)
  placeCdkWorker(child, scratch)
  return child
}
