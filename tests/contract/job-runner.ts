import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { JobRunner } from '../../src/core/ports/job-runner.ts'
import type { Ending } from './places.ts'

export interface MachinePlace {
  jobs: JobRunner
  /** What a server that was restarted has: it knows of no machine but by looking. */
  restarted(): JobRunner
  /** How many machines a deployment has at this moment. */
  count(deployment: string): number | Promise<number>
}

let last = 0
const nextDeployment = () => `contract-${process.pid}-${++last}`

export function suite(place: string, make: (test: Ending) => MachinePlace | Promise<MachinePlace>): void {
  describe(`JobRunner (${place})`, () => {
    test('what never ran is gone, and stopping it is no error', async t => {
      const { jobs } = await make(t)
      assert.deepEqual([await jobs.status('nobody'), await jobs.whyGone('nobody')], ['gone', null])
      await jobs.stop('nobody')
    })

    test('a start gives a deployment one machine, which runs until it is stopped, and then is gone; stopping again is no error', async t => {
      const { jobs, count } = await make(t)
      const [one, two] = [nextDeployment(), nextDeployment()]
      await jobs.start(one, `${one}.token`)
      await jobs.start(two, `${two}.token`)
      for (const id of [one, two]) assert.notEqual(await jobs.status(id), 'gone')
      assert.equal(await count(one), 1)
      await jobs.stop(one)
      assert.deepEqual([await jobs.status(one), await count(one)], ['gone', 0])
      assert.equal(await jobs.whyGone(one), null, 'who stopped it need not be told why')
      await jobs.stop(one)
      assert.notEqual(await jobs.status(two), 'gone', 'another one runs on')
      await jobs.stop(two)
    })

    test('a machine that has not taken its job is replaced by the next start', async t => {
      const { jobs, count } = await make(t)
      const id = nextDeployment()
      await jobs.start(id, `${id}.first`)
      assert.equal(await count(id), 1)
      await jobs.start(id, `${id}.second`)
      assert.notEqual(await jobs.status(id), 'gone')
      assert.equal(await count(id), 1)
      await jobs.stop(id)
      assert.deepEqual([await jobs.status(id), await count(id)], ['gone', 0])
    })

    test('a server that was restarted finds what runs, and stops it', async t => {
      const { jobs, restarted, count } = await make(t)
      const id = nextDeployment()
      await jobs.start(id, `${id}.token`)
      const later = restarted()
      assert.notEqual(await later.status(id), 'gone')
      await later.stop(id)
      assert.deepEqual([await later.status(id), await jobs.status(id), await count(id)], ['gone', 'gone', 0])
    })

    test('of a size nobody is asked where there are none, and nothing is refused for it', async t => {
      const { jobs } = await make(t)
      const id = nextDeployment()
      const machine = { cpu: 0.25, memory: 0.5, architecture: 'arm64', spot: false } as const
      await jobs.start(id, `${id}.token`, machine)
      await jobs.taken(id)
      assert.notEqual(await jobs.status(id), 'gone')
      await jobs.stop(id)
    })
  })
}
