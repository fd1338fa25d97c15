import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { checkLinks, readInside } from './inside.ts'

let base: string
let app: string

before(async () => {
  base = await mkdtemp(join(tmpdir(), 'trellis-test-inside-'))
  app = join(base, 'app')
  await mkdir(join(app, 'asset'), { recursive: true })
  await writeFile(join(base, 'secret'), 'key')
  await writeFile(join(app, 'asset', 'index.js'), 'code')
})
after(() => rm(base, { recursive: true, force: true }))

test('links within the folder are followed, those out of it are refused', async () => {
  await symlink('asset/index.js', join(app, 'inner'))
  await symlink('nowhere', join(app, 'dangling'))
  assert.equal(await readInside(app, 'inner'), 'code')
  assert.equal(await readInside(app, 'dangling'), undefined)
  assert.equal(await readInside(app, 'absent'), undefined)
  await assert.rejects(checkLinks(app), /leads nowhere: dangling/)
  await rm(join(app, 'dangling'))
  await checkLinks(app)
  await symlink('../../secret', join(app, 'asset', 'stolen'))
  await assert.rejects(readInside(app, 'asset/stolen'), /leads out/)
  await assert.rejects(checkLinks(app), /leads out of it: asset\/stolen/)
  await rm(join(app, 'asset', 'stolen'))
})

test('a folder behind a link is out as well', async () => {
  await symlink('..', join(app, 'up'))
  await assert.rejects(readInside(app, 'up/secret'), /leads out/)
  await assert.rejects(checkLinks(app), /leads out/)
  await rm(join(app, 'up'))
})

test('a link out of the folder is refused although nothing is there, or it comes back in', async () => {
  for (const target of ['../../absent', '../../app/asset/index.js', join(app, 'asset', 'index.js'), '/nowhere']) {
    await symlink(target, join(app, 'asset', 'out'))
    await assert.rejects(checkLinks(app), /leads out of it: asset\/out/, target)
    await rm(join(app, 'asset', 'out'))
  }
  // What is written stays inside, where it ends does not.
  await mkdir(join(app, 'a', 'b'), { recursive: true })
  await symlink('../..', join(app, 'a', 'b', 'top'))
  await symlink('top/../secret', join(app, 'a', 'b', 'sly'))
  await assert.rejects(checkLinks(app), /leads out of it: a\/b\/sly/)
  await rm(join(app, 'a'), { recursive: true })
})
