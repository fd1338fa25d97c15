import assert from 'node:assert/strict'
import type { RunnerEvent } from '../../../src/contract/job.ts'
import { admin } from '../../../src/core/access/asker.ts'
import { claimJob } from '../../../src/core/job/claim-job.ts'
import { recordEvents } from '../../../src/core/job/record-events.ts'
import type { JobRunner, MachineStatus } from '../../../src/core/ports/job-runner.ts'
import type { Ports } from '../../../src/core/ports/ports.ts'
import { deliver } from '../../../src/core/recovery/deliver.ts'
import { sweep } from '../../../src/core/recovery/sweep.ts'
import { limits } from '../../../src/entry/aws/limits.ts'
import { FakeCloud, FakeTargets } from '../../support/world/cloud.ts'
import { noGitHub } from '../../support/world/no-github.ts'
import { FakePeople } from '../../support/world/people.ts'
import { FakeSource } from '../../support/world/source-host.ts'
import type { AwsScene } from './place.ts'

export const ada = admin('ada')
export const shop = { app: 'shop', environment: 'dev' } as const

/** Build machines of which nobody sees more than whether they are there. */
export class Machines implements JobRunner {
  readonly sizes = true
  /** The job token of each that lives, by its deployment. */
  readonly living = new Map<string, string>()
  /** Before each call. */
  check = (): void => undefined

  async start(deployment: string, token: string): Promise<void> {
    this.check()
    this.living.set(deployment, token)
  }

  async stop(deployment: string): Promise<void> {
    this.check()
    this.living.delete(deployment)
  }

  async status(deployment: string): Promise<MachineStatus> {
    this.check()
    return this.living.has(deployment) ? 'running' : 'gone'
  }

  async taken(): Promise<void> {
    this.check()
  }

  async whyGone(): Promise<null> {
    this.check()
    return null
  }
}

/** The core on the adapters of an installation. Repository, target account and people are stand-ins; one build at a time, so that one that is counted and gone is noticed. */
export function portsOn<J extends JobRunner>({ stores }: Pick<AwsScene, 'stores'>, jobs: J) {
  const clock = { late: 0, now: () => Date.now() + clock.late }
  const source = new FakeSource()
  source.push('main')
  return {
    ...stores,
    ...{ jobs, clock, source, github: noGitHub, people: new FakePeople() },
    ...{ targets: new FakeTargets(), cloud: new FakeCloud(), installation: async () => 'trellis' },
    detector: {
      detect: async () => ({ apps: [], ambiguous: [], leftOut: [] }),
      hasFolder: async () => true,
      removal: async () => undefined,
      watched: async () => [],
    },
    site: () => 'https://trellis.example',
    trouble: () => undefined,
    limits: { ...limits, builds: 1 },
  } satisfies Ports
}

const session = 'the-session-of-a-runner-which-nobody-else-knows'
const at = '2026-01-01T00:00:00.000Z'

/** What a runner tells from its first line to its end. */
export const story: readonly RunnerEvent[] = [
  { type: 'log', seq: 1, line: 1, at, phase: null, stream: 'out', text: 'one' },
  { type: 'log', seq: 2, line: 2, at, phase: null, stream: 'out', text: 'two' },
  { type: 'outputs', seq: 3, at, outputs: { Stack: { Url: 'https://shop.example' } } },
  { type: 'finished', seq: 4, at, outcome: { state: 'succeeded' } },
]

/** The machine of a deployment takes its job. */
export const takeJob = (ports: Ports, { living }: Machines, id: string) => {
  const token = living.get(id) ?? assert.fail(`no machine runs for ${id}`)
  return claimJob(ports, token, session)
}

/** It tells some of its story; whatever of it was told before is known. */
export const tell = (ports: Ports, id: string, upTo = story.length) =>
  recordEvents(ports, id, session, story.slice(0, upTo))

/** Time goes by, and everybody does what they are there for, until nothing is open. A machine whose job was taken by one that died is silent. */
export async function untilCalm(ports: Ports & { clock: { late: number }; jobs: Machines }): Promise<void> {
  for (let minutes = 0; (await ports.deployments.open()).length > 0; minutes += 1) {
    if (minutes > 10) throw new Error(`still open: ${JSON.stringify(await ports.deployments.open())}`)
    ports.clock.late += 60_000
    await sweep(ports)
    while ((await deliver(ports, error => assert.fail(String(error)))) > 0);
    for (const id of [...ports.jobs.living.keys()]) {
      await takeJob(ports, ports.jobs, id)
        .then(() => tell(ports, id))
        .catch((error: Error & { code?: string }) => assert.match(`${error.code}`, /^job_|not_signed_in/))
      ports.jobs.living.delete(id)
    }
  }
}
