import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anAppStatus } from '../../client/testing/samples.ts'
import type { DetectedApp } from '../../contract/detect.ts'
import { aDetectedApp } from '../testing/detected-app.ts'
import { openFakeCli } from '../testing/fake-cli.ts'

const { answer, cli } = await openFakeCli()

/** What is said when an app is made of a repository that holds these. */
async function said(apps: DetectedApp[]): Promise<string> {
  const app = { name: 'hello', repository: 'https://git.example.org/hello.git', path: '.' }
  answer('createApp', () => ({ ...app, defaultBranch: 'main', createdAt: '2026-11-22T10:00:00.000Z' }))
  answer('listEnvironments', () => [])
  answer('appStatus', () => anAppStatus())
  const detection = { apps, ambiguous: [], leftOut: [] }
  answer('detectRepository', () => ({ branch: 'main', commit: 'a'.repeat(40), branches: ['main'], detection }))
  const { code, out, err } = await cli(`app create hello --repo ${app.repository}`)
  assert.equal(code, 0, err)
  return out
}

test('an app that cannot be deployed is made with the reason, and with what to do about it', async () => {
  const refused: Partial<DetectedApp> = {
    supported: false,
    framework: 'serverless',
    reasons: ['serverless.yml lies here'],
  }
  const reason = /It is an app of serverless, which Trellis cannot deploy yet: serverless\.yml lies here\./
  const mended = await said([aDetectedApp({ ...refused, mend: 'Name a release.' })])
  assert.match(mended, reason)
  assert.match(mended, /Name a release\./)
  const suggested = await said([aDetectedApp({ ...refused, suggestion: 'deploy: a\n' })])
  assert.match(suggested, /`trellis detect` in a clone prints the trellis\.yml/)
  const open = await said([aDetectedApp({ ...refused, choice: 'framework: serverless\n' })])
  assert.match(open, /cannot see whether it may deploy it: serverless\.yml lies here\./)
})

test('of many apps below the folder that was given some are named, and how many there are', async () => {
  const apps = Array.from({ length: 9 }, (_, at) => aDetectedApp({ path: `services/${at}` }))
  assert.match(await said(apps), /below it: services\/0, .*services\/4 and 4 more \(`trellis detect` in a clone/)
})
