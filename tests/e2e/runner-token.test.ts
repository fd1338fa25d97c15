import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { IsolationName } from '../../src/contract/runner-start.ts'
import type { RunnerApi } from './runner-api.ts'
import { Scene } from './runner-scene.ts'

const scene = new Scene()
after(() => scene.close())

/**
 * Searches all that it may read for the job token and the session, which it is told by halves: no half is what is
 * searched for. Skips programs and what is very large. A device can look like a file to whoever lists its folder.
 */
const search = `const { readdirSync, readFileSync, statSync } = require('fs')
const wanted = process.env.HALVES.split(' ').map(pair => Buffer.from(pair.split('+').join('')))
let files = 0
const look = path => {
  try {
    const stat = statSync(path)
    if (!stat.isFile() || stat.size > 5e6) return
    const content = readFileSync(path)
    files++
    wanted.forEach((each, at) => content.includes(each) && console.log('FOUND ' + ['the token', 'the session'][at] + ' in ' + path))
  } catch {}
}
const walk = (folder, depth) => {
  let entries = []
  try { entries = readdirSync(folder || '/', { withFileTypes: true }) } catch { return }
  for (const entry of entries) {
    const path = folder + '/' + entry.name
    if (/^\\/(usr|bin|lib|sbin|sys|work|proc)(\\/|$)/.test(path) || path.includes('/node_modules/')) continue
    if (entry.isDirectory() && depth < 12) walk(path, depth + 1)
    else if (entry.isFile()) look(path)
  }
}
for (const root of process.env.ROOTS.split(' ')) walk(root === '/' ? '' : root, 0)
for (const pid of readdirSync('/proc').filter(name => /^\\d+$/.test(name) && name !== String(process.pid)))
  for (const file of ['environ', 'cmdline', 'comm']) look('/proc/' + pid + '/' + file)
console.log(files > 20 ? 'looked' : 'looked at ' + files)`

/** The runner draws the session: it is known, and handed over, only once the job runs. */
async function searched(isolation: IsolationName, roots: string, plant: (api: RunnerApi) => void) {
  const wait = 'until [ -s "$TMPDIR/halves" ]; do sleep 0.05; done; HALVES="$(cat "$TMPDIR/halves")" node search.js'
  const deploy = `echo ready; ${wait}`
  const commit = scene.commit({ 'trellis.yml': JSON.stringify({ deploy }), 'search.js': search })
  const variables = [{ key: 'ROOTS', value: roots, secret: false, steps: null }]
  const job = scene.job(commit, { variables })
  const api = await scene.start(job, isolation)
  await api.until(() => api.lines.includes('ready'))
  plant(api)
  const halves = [api.token, api.session].map(text => `${text.slice(0, 9)}+${text.slice(9)}`).join(' ')
  writeFileSync(join(scene.home, 'jobs/work', job.deployment.id, 'tmp/halves'), halves)
  assert.deepEqual(await api.finished(), { state: 'succeeded' }, api.lines.join('\n'))
  assert.ok(api.lines.includes('looked'), api.lines.join('\n'))
  return api.lines.filter(line => line.startsWith('FOUND')).map(line => line.replace(/ in .*/, ''))
}
const planted = (api: RunnerApi): void => {
  writeFileSync(join(scene.home, 'planted'), `${api.token} ${api.session}`)
}

test('neither the job token nor the session stands in anything that a build can read', async () => {
  assert.deepEqual(await searched('sandbox', '/', planted), [])
})

test('the same search finds both where they were put for it, so it can fail', async () => {
  const found = await searched('process', `${scene.home} /etc`, planted)
  assert.deepEqual(found.sort(), ['FOUND the session', 'FOUND the token'])
})
