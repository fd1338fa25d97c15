import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { cancel } from '../../../src/core/deployment/cancel.ts'
import { deploy } from '../../../src/core/deployment/deploy.ts'
import { deliver } from '../../../src/core/recovery/deliver.ts'
import { machineEnded } from '../../../src/core/recovery/machine-ended.ts'
import { sweep } from '../../../src/core/recovery/sweep.ts'
import { setVariables } from '../../../src/core/variable/set-variables.ts'
import { sampleApp, sampleEnvironments } from '../../contract/samples.ts'
import { ada, Machines, portsOn, takeJob, tell, untilCalm } from './pipeline.ts'
import type { AwsPlace } from './place.ts'

const isWrite = (command: string): boolean => !/Get|Query/.test(command)

type Scene = ReturnType<typeof portsOn<Machines>>
type Place = { app: string; environment: string }

/** What a Lambda may be at when its time is up: what led there, and it. */
interface Step {
  before(ports: Scene, place: Place): Promise<string>
  cut(ports: Scene, place: Place, id: string): Promise<unknown>
  /** Whoever asked does so again; else it is for the sweep alone. */
  repeated?: true
}

const deployed = async (ports: Scene, place: Place) => (await deploy(ports, ada, place)).id
const taken = async (ports: Scene, place: Place) => {
  const id = await deployed(ports, place)
  await takeJob(ports, ports.jobs, id)
  return id
}
const dead = async (ports: Scene, place: Place) => {
  const id = await taken(ports, place)
  await tell(ports, id, 2)
  ports.jobs.living.delete(id)
  return id
}

const steps: Record<string, Step> = {
  'a deployment that is asked for and claimed': {
    before: async () => '',
    cut: (ports, place) => deploy(ports, ada, place),
  },
  'a job that is taken': { before: deployed, cut: (ports, _, id) => takeJob(ports, ports.jobs, id) },
  'the end that a runner reports': { before: taken, cut: (ports, _, id) => tell(ports, id), repeated: true },
  'the end of a runner that is gone with it': { before: taken, cut: (ports, _, id) => tell(ports, id) },
  'the end of a machine that died': {
    before: dead,
    cut: async (ports, _, id) => {
      await machineEnded(ports, id, { reason: 'exit code 137', hint: null })
      while ((await deliver(ports, error => assert.fail(String(error)))) > 0);
    },
  },
  'a sweep that starts what waits': {
    before: async (ports, place) => {
      const { builds } = ports.limits
      ports.limits.builds = 0
      const id = await deployed(ports, place)
      ports.limits.builds = builds
      return id
    },
    cut: ports => sweep(ports),
  },
  'a running deployment that is cancelled': {
    before: taken,
    cut: (ports, place) => cancel(ports, ada, place),
  },
  'variables that are saved': {
    before: deployed,
    cut: (ports, place) => setVariables(ports, ada, place, [{ key: 'ONE', value: 'a secret of some length' }]),
  },
}

export function suite(place: AwsPlace): void {
  describe('A Lambda whose time is up between two writes', { concurrency: true }, () => {
    for (const [what, { before, cut, repeated }] of Object.entries(steps)) {
      test(`${what}: afterwards the environment is free, and what was recorded has come to its end`, async t => {
        const scene = place(t)
        const ports = portsOn(scene, new Machines())
        for (let most = 0, isWhole = false; !isWhole; most += 1) {
          const at = { app: `shop-${most}`, environment: 'dev' }
          await ports.apps.createApp(sampleApp(at.app), sampleEnvironments(at.app, 'dev'))
          const id = await before(ports, at)
          let writes = 0
          // After so many writes nobody is there who could do anything, not even tidy up.
          const isOver = () => writes >= most
          scene.fail(command => isOver() || (isWrite(command) && ++writes === 0))
          ports.jobs.check = () => assert.ok(!isOver(), 'its time is up')
          const failed = await cut(ports, at, id).then(() => null, String)
          isWhole = !isOver()
          scene.fail(() => false)
          ports.jobs.check = () => undefined
          if (isWhole) assert.equal(failed, null)
          else if (repeated) await cut(ports, at, id).catch(error => assert.equal(error.code, 'job_over'))
          await untilCalm(ports)
          const history = await ports.deployments.list({ ...at, limit: 10 })
          const said = `cut after ${most} writes: ${JSON.stringify(history)}`
          assert.ok(
            history.every(one => one.state === 'succeeded' || one.state === 'cancelled' || one.failure),
            said,
          )
          if (id !== '') assert.equal(history.at(-1)?.id, id, said)
          if (repeated) assert.equal(history.at(-1)?.state, 'succeeded', said)
          assert.equal((await ports.deployments.environment(at.app, at.environment)).running, null, said)
          assert.ok(most < 20, 'it comes to its end')
        }
        // None of those that died is still counted: only one may run at a time.
        const next = await deploy(ports, ada, { app: 'shop-0', environment: 'dev' })
        assert.ok(ports.jobs.living.has(next.id), 'the next one starts at once')
      })
    }
  })
}
