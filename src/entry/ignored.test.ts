import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { detect } from '../frameworks/detect.ts'
import { withoutIgnored } from './ignored.ts'
import { readFolder } from './read-folder.ts'

const place = mkdtempSync(join(tmpdir(), 'ignored-'))
after(() => rmSync(place, { recursive: true, force: true }))

function treeOf(name: string, files: Record<string, string>): string {
  const root = join(place, name)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}
const app = {
  'shop/cdk.json': '{"app":"node app.js"}',
  'shop/package.json': '{"dependencies":{"aws-cdk-lib":"2"}}',
  'shop/package-lock.json': '{}',
  'shop/local/serverless.yml': 'service: a\nprovider:\n  name: aws\n',
}
const look = async (root: string) => (await detect(await withoutIgnored(readFolder(root), root))).apps

test('a lockfile that git ignores is in no clone, and is called that', async () => {
  const root = treeOf('ignored', { ...app, '.gitignore': 'package-lock.json\nlocal/\n' })
  execFileSync('git', ['-C', root, 'init', '-q'])
  const [shop, ...others] = await look(root)
  assert.deepEqual(others, [])
  assert.match(shop?.problem ?? '', /^package-lock\.json lies here, but git ignores it: .*commit it/)
})

test('what is committed all the same counts, as does what is not committed yet', async () => {
  const root = treeOf('forced', { ...app, '.gitignore': 'package-lock.json\n' })
  const git = (...args: string[]) => execFileSync('git', ['-C', root, ...args])
  git('init', '-q')
  git('add', '-f', 'shop/package-lock.json')
  const apps = await look(root)
  assert.deepEqual(
    apps.map(({ path }) => path),
    ['shop', 'shop/local'],
  )
  assert.equal(apps[0]?.problem, null)
})

test('without a repository all of a folder counts', async () => {
  const root = treeOf('loose', { ...app, '.gitignore': 'package-lock.json\n' })
  assert.equal((await look(root))[0]?.problem, null)
})
