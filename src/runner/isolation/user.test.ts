import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { makeUser } from './user.ts'

test('the user of the steps shares its ids with nobody, and spoils no line of the machine', t => {
  const etc = mkdtempSync(join(tmpdir(), 'trellis-etc-'))
  t.after(() => rmSync(etc, { recursive: true }))
  const users = 'root:x:0:0::/root:/bin/sh\na:x:10000:10002::/:/bin/sh'
  const groups = 'root:x:0:\ndevelopers:x:10001:ada'
  writeFileSync(join(etc, 'passwd'), users)
  writeFileSync(join(etc, 'group'), groups)
  assert.deepEqual(makeUser('/home', etc), { uid: 10_003, gid: 10_003 })
  const written = ['passwd', 'group'].map(name => readFileSync(join(etc, name), 'utf8'))
  assert.deepEqual(written, [
    `${users}\ntrellis:x:10003:10003:Trellis:/home:/bin/sh\n`,
    `${groups}\ntrellis:x:10003:\n`,
  ])
})
