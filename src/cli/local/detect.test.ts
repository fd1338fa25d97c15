import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DetectedApp, Detection } from '../../contract/detect.ts'
import { aDetectedApp } from '../testing/detected-app.ts'
import { runCli } from '../testing/run-cli.ts'

const seeing =
  (found: Partial<Detection>, path = '.') =>
  async () => ({ root: '/', path, detection: { apps: [], ambiguous: [], leftOut: [], ...found } })

test('detect tells what it sees, why, and what it cannot tell apart', async () => {
  const app = aDetectedApp({ overrides: ['test: "make check"'] })
  const ambiguous = [{ path: 'api', frameworks: ['cdk' as const, 'sam' as const], why: 'both are there' }]
  const detect = async () => ({ root: '/', path: '.', detection: { apps: [app], ambiguous, leftOut: [] } })
  const { code, out } = await runCli(['detect', '/'], { powers: { detect } })
  assert.equal(code, 2)
  assert.match(out, /● \. {2}cdk\n[\s\S]*cdk\.json names an app[\s\S]*npm test[\s\S]*api {2}could be cdk or sam/)
  assert.match(out, /trellis\.yml +test: "make check"/)
  const looked = async (apps: DetectedApp[]) => runCli(['detect', '/'], { powers: { detect: seeing({ apps }) } })
  assert.equal((await looked([app, { ...app, supported: false }])).code, 0)
  const refused = await looked([{ ...app, path: 'api', framework: 'pulumi', supported: false, mend: 'Mend it.' }])
  assert.equal(refused.code, 2)
  assert.match(refused.out, /cannot deploy yet[\s\S]* {2}Mend it\.\n/)
  assert.doesNotMatch(refused.out, /trellis\.yml\n|write into/)
  const suggestion = 'deploy: |\n  pulumi up\n'
  const told = await looked([{ ...app, framework: 'pulumi', supported: false, suggestion }])
  assert.match(told.out, /into trellis\.yml\n {4}deploy: \|\n {6}pulumi up\n/)
  const unsure = await looked([{ ...app, supported: false, choice: 'framework: cdk\n' }])
  assert.match(unsure.out, /If it may be: write into trellis\.yml\n {4}framework: cdk\n/)
  const versions = await looked([
    {
      ...app,
      packageManagerVersion: { version: '9.1.0', source: 'packageManager of package.json' },
      node: { version: '22', source: '.nvmrc' },
      needs: ['a.ts builds an image, which needs an engine.'],
    },
  ])
  assert.match(versions.out, /Packages +npm 9\.1\.0 \(packageManager of package\.json\)\n +Node +22 \(\.nvmrc\)\n/)
  assert.match(versions.out, /! a\.ts builds an image, which needs an engine\./)
  assert.match((await looked([{ ...app, test: 'echo one\nfalse\n' }])).out, /Tests +echo one … \(2 lines\)\n/)
  assert.equal((await looked([])).code, 2)
  const unlocked = await looked([{ ...app, problem: 'package.json has no package-lock.json beside it.' }])
  assert.equal(unlocked.code, 2)
  assert.match(unlocked.out, /✕ \. {2}cdk[\s\S]*has no package-lock\.json/)
  assert.deepEqual((await runCli(['detect', '/', '--json'], { powers: { detect } })).json(), {
    root: '/',
    apps: [app],
    ambiguous,
    leftOut: [],
  })
})

test('detect groups many apps, and says how to see fewer of them in full', async () => {
  const at = (path: string, more: Partial<DetectedApp> = {}) => aDetectedApp({ path, ...more })
  const services = Array.from({ length: 24 }, (_, at) => `services/s${String(at).padStart(2, '0')}`)
  const apps = [
    ...services.map(path => at(path, path.endsWith('03') ? { needs: ['It needs a key.'] } : {})),
    ...['tools/a', 'tools/b'].map(path => at(path, { problem: `The workspace does not list ${path}.` })),
    at('infra', { framework: 'terraform', supported: false }),
  ]
  const { out, code } = await runCli(['detect', '/'], { cwd: '/', powers: { detect: seeing({ apps }) } })
  assert.equal(code, 0)
  assert.match(out, /^27 apps were found\.\n {2}In full those of a folder: trellis detect services\n/)
  assert.match(out, /● cdk: 24\n {2}services\/s00, .*services\/s09 and 14 more, below services \(14\)\n/)
  assert.match(out, /Of services\/s03 there is something to be said beforehand/)
  assert.match(
    out,
    /✕ cdk, a deployment would be refused: 2\n {2}tools\/a, tools\/b\n {2}The workspace does not list tools\/a\./,
  )
  assert.match(out, /✕ terraform, which Trellis cannot deploy yet: 1\n {2}infra\n/)
  const all = (await runCli(['detect', '/', '--json'], { powers: { detect: seeing({ apps }) } })).json()
  assert.equal((all as Detection).apps.length, 27)
})

test('detect names what it left out, how to choose it, and what will go wrong', async () => {
  const leftOut = [
    { path: 'sample', frameworks: ['cdk' as const], why: 'folder' as const },
    { path: 'gen/x', frameworks: ['sam' as const], why: 'placeholders' as const },
  ]
  const nothing = await runCli(['detect', '/'], {
    powers: { detect: seeing({ leftOut }) },
  })
  assert.equal(nothing.code, 2)
  assert.match(
    nothing.out,
    /Nothing in \/[\s\S]*Left out, .*examples or tests: sample \(cdk\)\n.*placeholders, as templates do: gen\/x \(sam\)\n.*trellis detect sample\n.*--path sample/,
  )
  const own = aDetectedApp({ framework: 'custom', packageManager: 'none', test: null, warning: 'No `remove:`.' })
  const warned = await runCli(['detect', '/'], {
    powers: { detect: seeing({ apps: [own] }) },
  })
  assert.equal(warned.code, 0)
  assert.match(warned.out, /▲|No `remove:`\./)
  const inside = await runCli(['detect', 'srv'], { cwd: '/', powers: { detect: seeing({ leftOut }, 'srv') } })
  const here = [{ path: 'srv', frameworks: ['cdk' as const], why: 'folder' as const }]
  const itself = await runCli(['detect', '/'], { cwd: '/srv', powers: { detect: seeing({ leftOut: here }) } })
  assert.match(itself.out, /trellis detect \.\n/)
  assert.match(inside.out, /^Looked at srv of the repository \/; paths count from there\.\n\n.*Nothing in \/srv looks/)
})

test('names of folders with control characters move no cursor and end no line', async () => {
  const evil = 'a\u001b[2J\r\n\u009b1Ab'
  const app = aDetectedApp({ path: evil })
  const ambiguous = [{ path: evil, frameworks: ['cdk' as const, 'sam' as const], why: evil }]
  const leftOut = [{ path: evil, frameworks: ['cdk' as const], why: 'folder' as const }]
  const refused = { ...app, supported: false, suggestion: 'deploy: make\n' }
  for (const found of [
    { apps: [app, refused], ambiguous, leftOut },
    { apps: Array.from({ length: 30 }, (_, at) => ({ ...app, path: `${evil}/${at}` })) },
    {},
  ]) {
    const { out } = await runCli(['detect', '/'], { powers: { detect: seeing(found, evil) } })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    assert.doesNotMatch(out.replaceAll('\n', ''), /[\u0000-\u001f\u007f-\u009f]/)
    assert.match(out, /a {2,}.*b/)
  }
})
