import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { Job } from '../job/job.ts'
import { Refused } from '../session/transport.ts'
import { keepFolder } from './artifact.ts'

const folder = mkdtempSync(join(tmpdir(), 'trellis-artifact-'))
after(() => rmSync(folder, { recursive: true }))
const assembly = join(folder, 'cdk.out')
const said: string[] = []

/** A job of which only what the artifact needs is there. */
const jobWith = (upload: () => Promise<unknown>, signal = new AbortController().signal): Job =>
  ({
    folders: { artifact: join(folder, 'artifact.tgz') },
    signal,
    journal: { say: (text: string) => said.push(text) },
    session: { uploadArtifact: upload },
  }) as unknown as Job
const refuse = () => Promise.reject(new Refused(507, 'disk_full', 'the disk of the server is full'))

test('an artifact that cannot be kept is no failure of what was deployed', async () => {
  assert.equal(await keepFolder(jobWith(refuse), join(folder, 'is-not-there')), null)
  mkdirSync(assembly)
  writeFileSync(join(assembly, 'manifest.json'), '{}')
  assert.equal(await keepFolder(jobWith(refuse), assembly), null)
  assert.match(said.at(-1) ?? '', /could not be kept: the disk of the server is full.*rollback/)
  const kept = { digest: 'd', bytes: 1 }
  assert.deepEqual(
    await keepFolder(
      jobWith(async () => kept),
      assembly,
    ),
    kept,
  )
})

test('a stop is no such problem', async () => {
  const reason = new Error('stopped')
  await assert.rejects(keepFolder(jobWith(refuse, AbortSignal.abort(reason)), assembly), reason)
})
