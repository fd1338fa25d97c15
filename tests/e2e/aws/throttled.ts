import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Connections } from '../../../src/adapters/aws/connections.ts'
import { deploy } from '../../../src/core/deployment/deploy.ts'
import { deliver } from '../../../src/core/recovery/deliver.ts'
import { machineEnded } from '../../../src/core/recovery/machine-ended.ts'
import { sweep } from '../../../src/core/recovery/sweep.ts'
import { setVariables } from '../../../src/core/variable/set-variables.ts'
import { withShop } from '../../contract/samples.ts'
import { ada, Machines, portsOn, shop, story, takeJob, tell } from './pipeline.ts'
import type { AwsPlace, AwsScene } from './place.ts'

const kinds = [
  ...['GetItemCommand', 'QueryCommand', 'BatchGetItemCommand'],
  ...['PutItemCommand', 'UpdateItemCommand', 'DeleteItemCommand'],
  ...['BatchWriteItemCommand', 'TransactWriteItemsCommand'],
]

const throttling = () =>
  Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException', $fault: 'client', $metadata: {} })

/**
 * The first call of a kind is throttled as DynamoDB would, which the SDK waits out; some later ones for longer than it does: with
 * growing distance, so that each place in what is done is met, and whoever asks again gets through.
 */
function throttle({ dynamo, fail }: AwsScene, kind: string): { asked: number; refused: number } {
  const seen = { asked: 0, refused: 0 }
  let refuseAt = 2
  let distance = 1
  dynamo.middlewareStack.add(
    (next, { commandName }) =>
      async given => {
        if (commandName !== kind || seen.refused > 0) return next(given)
        seen.refused += 1
        throw throttling()
      },
    { step: 'deserialize', priority: 'low' },
  )
  fail(command => {
    if (command !== kind) return false
    seen.asked += 1
    if (seen.asked < refuseAt) return false
    distance += 1
    refuseAt = seen.asked + distance
    seen.refused += 1
    return throttling()
  })
  return seen
}

/** As a runner, a person or the next sweep does. */
async function again<T>(step: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await step()
    } catch (error) {
      if (attempt === 30 || !(error instanceof Error && error.name === 'ThrottlingException')) throw error
    }
  }
}

export function suite(place: AwsPlace): void {
  describe('DynamoDB that throttles', { concurrency: true }, () => {
    for (const kind of kinds) {
      test(`${kind.replace('Command', '')}: whoever was refused asks again, nothing is lost, and nothing is done twice`, async t => {
        const scene = place(t)
        const jobs = new Machines()
        const ports = portsOn(scene, jobs)
        const connections = new Connections(scene.table)
        await withShop(scene.stores)
        const seen = throttle(scene, kind)

        const wishes = ['ONE', 'TWO'].map(key => ({ key, value: 'a secret of some length' }))
        await again(() => setVariables(ports, ada, shop, wishes))
        const watcher = { actor: { kind: 'user', name: 'ada' }, session: null } as const
        await again(() => connections.admit('c1', watcher, 0))
        await again(() => connections.watch('c1', 'apps'))
        const [one, two] = [await again(() => deploy(ports, ada, shop)), await again(() => deploy(ports, ada, shop))]
        const machineOf = async (id: string) => {
          for (let round = 0; round < 30 && !jobs.living.has(id); round += 1) await again(() => sweep(ports))
        }
        const delivered = async () => {
          const problems: unknown[] = []
          // What was throttled comes again when its time has come: as often as it takes for the distance to outgrow its calls.
          for (let round = 0, due = 0; round < 60 && (round < 5 || due > 0); round += 1, ports.clock.late += 120_000) {
            due = await again(() => deliver(ports, error => problems.push(error)))
          }
          for (const problem of problems) assert.equal((problem as Error).name, 'ThrottlingException')
        }
        await machineOf(one.id)
        await again(() => takeJob(ports, jobs, one.id))
        for (const upTo of [1, 2, 4]) await again(() => tell(ports, one.id, upTo))
        jobs.living.delete(one.id)
        await machineOf(two.id)
        jobs.living.delete(two.id)
        await again(() => machineEnded(ports, two.id, { reason: 'exit code 137', hint: null }))
        await delivered()
        await again(() => connections.drop('c1'))

        assert.ok(seen.refused > 1, `${kind} was refused ${seen.refused} times`)
        scene.fail(() => false)
        const history = await ports.deployments.list({ ...shop, limit: 10 })
        assert.deepEqual(
          history.map(({ number, state }) => [number, state]),
          [
            [2, 'failed'],
            [1, 'succeeded'],
          ],
        )
        const { lines } = await ports.logs.read(one.id, 1, 100)
        assert.deepEqual(
          lines.map(line => line.text),
          story.flatMap(event => ('text' in event ? event.text : [])),
        )
        assert.match(history[0]?.failure?.message ?? '', /exit code 137/)
        assert.equal((await ports.variables.variables('shop', 'dev')).length, 2)
        assert.deepEqual(await connections.watching('apps'), [])
        assert.deepEqual(await ports.outbox.take(Number.MAX_SAFE_INTEGER, 0, 10), [])
        // Free, and counted right: only one may run at a time.
        const three = await deploy(ports, ada, shop)
        assert.ok(jobs.living.has(three.id))
      })
    }
  })
}
