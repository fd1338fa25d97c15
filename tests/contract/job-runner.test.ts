import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createJobRunner } from '../../src/adapters/local/job-runner.ts'
import { readProcess } from '../../src/platform/process-table.ts'
import type { Surroundings } from '../support/world/machine.ts'
import { FakeMachines } from '../support/world/machines.ts'
import { suite } from './job-runner.ts'
import { temporaryFolder } from './places.ts'

suite('memory', () => {
  // They are never given a turn, so that nothing around them is asked.
  const jobs = new FakeMachines({} as Surroundings)
  return { jobs, restarted: () => jobs, count: id => jobs.of(id).filter(machine => machine.alive).length }
})

suite('local', test => {
  const folder = temporaryFolder(test)
  // Nobody answers there: a runner tries again and again.
  const url = () => 'http://127.0.0.1:9'
  const open = () => createJobRunner({ folder, url, isolation: 'process', hide: [], machine: process.env })
  const seen = new Map<string, Set<number>>()
  /** Of the processes that were ever on record as its machine, those that live. */
  const count = (id: string): number => {
    const pids = seen.get(id) ?? new Set()
    seen.set(id, pids)
    const record = join(folder, `records/${id}.json`)
    if (existsSync(record)) pids.add((JSON.parse(readFileSync(record, 'utf8')) as { pid: number }).pid)
    return [...pids].filter(pid => readProcess(pid) !== null).length
  }
  return { jobs: open(), restarted: open, count }
})
