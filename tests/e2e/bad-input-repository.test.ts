import { after, before, test } from 'node:test'
import { cdkJson, fails, lockfile, only, packageJson } from '../support/pipeline/failing.ts'
import { Scene } from '../support/pipeline/scene.ts'

let scene: Scene

before(async () => {
  scene = await Scene.start()
  await scene.addAccount()
  scene.push({ version: 'v1' })
  await scene.cli.json(['app', 'create', 'shop', '--repo', scene.repository.path, '--account', 'acme'])
  await scene.ended('shop', 'development', 1)
  await scene.cli.json(['environment', 'set', 'shop', 'development', '--no-branch'])
})
after(() => scene?.close())

/** Files of a commit, the code it fails with, and what the failure has to name: what, where, and how to mend it. */
const commits: Readonly<Record<string, readonly [Record<string, string>, string, ...RegExp[]]>> = {
  'no tool': [{ 'README.md': 'Hello' }, 'framework_unknown', /root of the repository/, /trellis\.yml/],
  'two tools': [
    {
      'cdk.json': cdkJson,
      'package.json': packageJson,
      'package-lock.json': lockfile,
      'serverless.yml': 'service: shop\nprovider:\n  name: aws\n',
    },
    'framework_ambiguous',
    /cdk/,
    /serverless/,
    /framework:/,
  ],
  'a tool that is not supported yet': [
    { 'app.arc': '@app\nshop\n', 'package.json': packageJson },
    'framework_unsupported',
    /architect/,
    /trellis\.yml/,
  ],
  'a tool of which nobody knows the release': [
    { 'serverless.yml': 'service: shop\nprovider:\n  name: aws\n', 'package.json': packageJson },
    'framework_unsupported',
    /serverless/,
    /Put that which deployed it so far among the devDependencies/,
  ],
  'no lockfile': [
    { 'cdk.json': cdkJson, 'package.json': packageJson },
    'lockfile_missing',
    /package-lock\.json/,
    /Commit/,
  ],
  'an unknown key': [
    { 'trellis.yml': '# how it deploys\ndeplooy: ./deploy\n' },
    'trellis_yml_invalid',
    /deplooy/,
    /line 2/,
    /"deploy"/,
  ],
  'a value of the wrong kind': [
    { 'trellis.yml': 'deploy: ./deploy\ntimeout: soon\n' },
    'trellis_yml_invalid',
    /timeout/,
    /line 2/,
    /45m/,
  ],
  'a trellis.yml that is no YAML': [{ 'trellis.yml': 'deploy: "./deploy\n' }, 'trellis_yml_invalid', /YAML/, /line \d/],
  'a command that is not there': [{ 'trellis.yml': 'deploy: ./not-there\n' }, 'deploy_failed', /not-there/, /127/],
}

for (const [name, [files, code, ...names]] of Object.entries(commits)) {
  test(`${name}: the deployment fails as ${code}`, async () => {
    await fails(scene, 'shop/development', only(scene, files), code, ...names)
  })
}

test('a folder that is gone from the repository is named, with how to name another one', async () => {
  only(scene, { 'services/api/README.md': 'Hello' })
  const repo = ['--repo', scene.repository.path, '--path', 'services/api', '--account', 'acme']
  await scene.cli.json(['app', 'create', 'api', ...repo])
  const commit = only(scene, { 'README.md': 'Hello' })
  await fails(scene, 'api/development', commit, 'checkout_failed', /services\/api/, /trellis app set APP --path/)
})
