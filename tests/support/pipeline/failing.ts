import assert from 'node:assert/strict'
import type { Deployment } from '../../../src/contract/deployment.ts'
import type { Scene } from './scene.ts'

const json = (value: unknown) => JSON.stringify(value)
export const packageJson = json({ name: 'shop', version: '1.0.0' })
export const lockfile = json({
  name: 'shop',
  version: '1.0.0',
  lockfileVersion: 3,
  packages: { '': { name: 'shop', version: '1.0.0' } },
})
export const cdkJson = json({ app: 'node app.js' })

/** A commit that holds these files and no others. */
export function only({ repository }: Scene, files: Record<string, string>): string {
  repository.git('rm', '-rqf', '--ignore-unmatch', '.')
  return repository.commit(files, 'Only this')
}

/** Deploys a commit to `app/environment`, which must fail so, and name all of this. */
export async function fails(scene: Scene, place: string, commit: string, code: string, ...names: RegExp[]) {
  const args = ['deploy', ...place.split('/'), '--commit', commit, '--follow']
  const { state, failure } = await scene.cli.json<Deployment>(args, { code: 1 })
  const said = `${failure?.message} ${failure?.hint}`
  assert.deepEqual([state, failure?.code], ['failed', code], said)
  for (const name of names) assert.match(said, name)
}
