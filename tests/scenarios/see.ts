import assert from 'node:assert/strict'
import { appStatus } from '../../src/core/app/app-status.ts'
import { listDeployments } from '../../src/core/deployment/list-deployments.ts'
import { ada, app, type World } from '../support/world/world.ts'
import type { Seen } from './scenario.ts'

/** What a person sees of an environment is this. @throws AssertionError */
export async function see({ bare }: World, environment: string, seen: Seen): Promise<void> {
  const status = (await appStatus(bare, ada, app)).environments.find(one => one.name === environment)
  assert.ok(status, `there is no ${environment}`)
  const all = (await listDeployments(bare, { app, environment, limit: 100 })).reverse()
  const history = all.map(({ number, kind, commit, state, failure, behind }) =>
    [`#${number}`, kind, nameOf(commit), state, failure?.code, behind && `behind ${behind}`].filter(Boolean).join(' '),
  )
  const lines = (await bare.logs.read(all.at(-1)?.id ?? '', 1, 1_000)).lines
  if (seen.history) assert.deepEqual(history, seen.history)
  if (seen.status) assert.equal(status.status, seen.status, `the status of ${environment}`)
  if (seen.live !== undefined) assert.equal(status.live?.number ?? null, seen.live, `what is live in ${environment}`)
  if (seen.lastLine) assert.equal(lines.at(-1)?.text, seen.lastLine)
}

/** `aaaa…` is a, and `1212…` is 12. */
const nameOf = (commit: string | null): string =>
  commit ? commit.slice(0, commit.indexOf(commit.slice(0, 1), 1) || 1) : ''
