import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { createJobRunner, type LocalJobRunner } from '../../src/adapters/local/job-runner.ts'
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

/** @param ahead whether each job finds a runner that was started before it */
const local = (name: string, ahead: boolean) =>
  suite(name, async test => {
    const made: LocalJobRunner[] = []
    // Before its folder goes.
    test.after(() => Promise.all(made.map(one => one.endAll())))
    const folder = temporaryFolder(test)
    // Nobody answers there: a runner tries again and again.
    const url = () => 'http://127.0.0.1:9'
    const open = () => {
      const machine = process.env
      const one = createJobRunner({ folder, url, isolation: 'process', hide: [], ahead, aheadAfterMs: 0, machine })
      made.push(one)
      return one
    }
    const seen = new Map<string, Set<number>>()
    /** Of the processes that were ever on record as its machine, those that live. */
    const count = (id: string): number => {
      const pids = seen.get(id) ?? new Set()
      seen.set(id, pids)
      const record = join(folder, `records/${id}.json`)
      if (existsSync(record)) pids.add((JSON.parse(readFileSync(record, 'utf8')) as { pid: number }).pid)
      return [...pids].filter(pid => readProcess(pid) !== null).length
    }
    const jobs = open()
    if (ahead) {
      await jobs.start('earlier', 'earlier.token')
      await jobs.stop('earlier')
      while (!existsSync(join(folder, 'records/ahead.log'))) await setTimeout(10)
    }
    return { jobs, restarted: open, count }
  })
local('local', false)
local('local, with runners ahead', true)
