import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Job } from '../job/job.ts'
import { keepPacked } from './packed.ts'

test('what packs a cache as the steps’ user gets nothing of the supervisor’s environment', async t => {
  const work = mkdtempSync(join(tmpdir(), 'trellis-packed-'))
  const { PATH } = process.env
  t.after(() => {
    process.env.PATH = PATH
    delete process.env.A_SECRET_OF_THE_SUPERVISOR
    rmSync(work, { recursive: true })
  })
  mkdirSync(join(work, 'node_modules'))
  mkdirSync(join(work, 'bin'))
  writeFileSync(join(work, 'bin/tar'), `#!/bin/sh\nenv >${work}/seen\nPATH='${PATH}' exec tar "$@"\n`)
  chmodSync(join(work, 'bin/tar'), 0o755)
  process.env.PATH = `${work}/bin:${PATH}`
  process.env.A_SECRET_OF_THE_SUPERVISOR = 'x'
  const job = {
    order: { work },
    isolation: {},
    signal: new AbortController().signal,
    session: { uploadCache: async () => {} },
  } as unknown as Job
  await keepPacked(job, 'deps/x', { root: work, paths: ['node_modules'] })
  const names = readFileSync(join(work, 'seen'), 'utf8').match(/^\w+(?==)/gm) ?? []
  // PWD and the like are the shell's own.
  assert.deepEqual(names.filter(name => !['PWD', 'OLDPWD', 'SHLVL', '_'].includes(name)).toSorted(), ['LC_ALL', 'PATH'])
})
