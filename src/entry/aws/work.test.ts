import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limits } from './limits.ts'
import { type Worker, work } from './work.ts'

const minute = 60_000

/** Which apps are looked at in a day, and how often, where GitHub tells of pushes. */
async function looksOfADay(lastAt: number | null): Promise<Record<string, number>> {
  const looked: Record<string, number> = {}
  let now = Date.UTC(2026, 0, 1)
  const nothing = async () => undefined
  const ports = {
    clock: { now: () => now },
    limits,
    deliveries: { prune: nothing, facts: async () => ({ lastAt }) },
    connections: { connection: async () => ({ webhookUrl: 'https://trellis.example', connectedAt: 0 }) },
    deployments: { open: async () => [] },
    outbox: { take: async () => [] },
    live: { settled: nothing },
    apps: {
      apps: async () => [
        { name: 'told', github: {} },
        { name: 'untold', github: null },
      ],
      app: async (name: string) => {
        looked[name] = (looked[name] ?? 0) + 1
        return null
      },
    },
  }
  const worker = { ports, tidy: nothing, archive: nothing } as unknown as Worker
  for (; now < Date.UTC(2026, 0, 2); now += 5 * minute) await work(worker, { work: 'look' }, () => true)
  return looked
}

test('a push of which GitHub told in vain is found within the hour, and other repositories are looked at each time', async () => {
  assert.deepEqual(await looksOfADay(1), { told: 24, untold: 288 })
  assert.deepEqual(await looksOfADay(null), { told: 288, untold: 288 })
})
