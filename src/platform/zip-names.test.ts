import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { zipNames } from './zip-names.ts'

test('the files of an archive are named, and what is no whole archive is not understood', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trellis-zip-'))
  const archive = join(folder, 'a.zip')
  try {
    const script =
      "import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1], 'w')\nz.comment = b'made by a test'\nfor name in sys.argv[2:]: z.writestr(name, 'x' * 1000)\nz.close()"
    execFileSync('python3', ['-c', script, archive, 'a.js', 'src/größe.js'])
    assert.deepEqual(await zipNames(archive), ['a.js', 'src/größe.js'])
    execFileSync('truncate', ['-s', '1500', archive])
    assert.equal(await zipNames(archive), undefined)
    writeFileSync(archive, '')
    assert.equal(await zipNames(archive), undefined)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
