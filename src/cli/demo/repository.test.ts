import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { DemoRepository } from './repository.ts'

test('a repository to play with: its last commit is taken back, and anybody may commit to it', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'trellis-demo-repository-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const example = join(folder, 'example')
  mkdirSync(example)
  writeFileSync(join(example, 'greeting.js'), "exports.version = 'v1'\n")
  const repository = await DemoRepository.create(join(folder, 'hello'), example)
  await repository.replace('greeting.js', 'v1', 'broken')
  await repository.commit('Break it')
  await repository.revert()
  const file = join(repository.path, 'greeting.js')
  assert.match(readFileSync(file, 'utf8'), /v1/)
  appendFileSync(file, '// changed\n')
  // As in a shell of somebody whose git knows no name.
  const env = { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1' }
  execFileSync('git', ['commit', '-qam', 'Say it my way'], { cwd: repository.path, env })
  const subjects = execFileSync('git', ['log', '--format=%s'], { cwd: repository.path, env, encoding: 'utf8' })
  assert.deepEqual(subjects.trim().split('\n').slice(0, 2), ['Say it my way', 'Revert "Break it"'])
})
