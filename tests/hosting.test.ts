import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { matchesGlob } from 'node:path'
import { test } from 'node:test'
import { runCli } from '../src/cli/testing/run-cli.ts'

const page = readFileSync('docs/hosting.md', 'utf8')
const units = globSync('docs/systemd/*').sort()

test('what the units call is a command with such options', async () => {
  const calls = units.flatMap(unit => readFileSync(unit, 'utf8').match(/trellis(\.js)? (up|backup)\b.*/) ?? [])
  const lines = calls.filter(call => / /.test(call))
  assert.equal(lines.length, 2)
  for (const call of lines) {
    const { code, out } = await runCli([call.split(' ')[1] ?? '', '--help'])
    assert.equal(code, 0, call)
    for (const [flag] of call.matchAll(/--[a-z][a-z-]+/g)) assert.ok(out.includes(flag), `${call}\n\n${out}`)
  }
})

test('the guide to hosting leads to files that there are, and to every unit', () => {
  const links = [...page.matchAll(/\]\(([\w./-]+)(#[\w-]+)?\)/g)].map(([, path]) => `docs/${path}`)
  for (const link of links) assert.ok(existsSync(link), link)
  for (const unit of units) assert.ok(page.includes(unit.replace('docs/systemd/trellis-backup.', '')), unit)
})

test('the units agree on user, home and place of the program', () => {
  const server = readFileSync('docs/systemd/trellis.service', 'utf8')
  const backup = readFileSync('docs/systemd/trellis-backup.service', 'utf8')
  for (const setting of [/^User=.*/m, /^Group=.*/m, /^Environment=TRELLIS_HOME=.*/m])
    assert.equal(setting.exec(backup)?.[0], setting.exec(server)?.[0])
  for (const path of ['/opt/trellis/current', '/var/lib/trellis', '/etc/trellis.env'])
    assert.ok(server.includes(path) && page.includes(path), path)
})

test('the way back from an upgrade takes the backup that was made at it, which the timer does not remove', () => {
  const upgrade = page.slice(page.indexOf('## Upgrade'), page.indexOf('## Uninstall'))
  const backup = /trellis backup (\S+\/([\w.-]+\.tgz))/.exec(upgrade)
  assert.equal(/trellis restore (\S+)/.exec(upgrade)?.[1], backup?.[1])
  const removed = /-name (\S+)/.exec(readFileSync('docs/systemd/trellis-backup.service', 'utf8'))?.[1]
  assert.ok(removed && backup?.[2] && !matchesGlob(backup[2], removed))
})
