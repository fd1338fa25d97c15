import assert from 'node:assert/strict'
import { test } from 'node:test'
import { missing } from './needs.ts'
import { planFor } from './plan.ts'
import { cdkJson, packageJson, service, treeOf, wants } from './testing.ts'

const cdkWith = (file: string, code: string, lockfile = '{}') => ({
  'cdk.json': file.endsWith('.py') ? cdkJson('python3 app.py') : cdkJson(),
  ...(file.endsWith('.py')
    ? { 'requirements.txt': '' }
    : { 'package.json': packageJson(), 'package-lock.json': lockfile }),
  [file]: code,
})
const cdkLib = "import { aws_lambda as lambda } from 'aws-cdk-lib'\n"
const needing: [string, Record<string, string>, RegExp | null][] = [
  [
    'PythonFunction',
    cdkWith('lib/a.ts', `${cdkLib}new python.PythonFunction(this, 'F', {})`),
    /lib\/a\.ts bundles Python/,
  ],
  ['DockerImageAsset', cdkWith('lib/a.ts', `${cdkLib}new DockerImageAsset(this, 'A', {})`), /DockerImageAsset/],
  ['an image of Lambda', cdkWith('stacks/a.ts', `${cdkLib}DockerImageCode.fromImageAsset('x')`), /DockerImageCode/],
  [
    'an image in Python',
    cdkWith('shop/a.py', "from aws_cdk import aws_lambda\nDockerImageCode.from_image_asset('x')"),
    /DockerImageCode/,
  ],
  [
    'NodejsFunction without esbuild',
    cdkWith('lib/a.ts', `${cdkLib}new NodejsFunction(this, 'F')`),
    /esbuild is not among/,
  ],
  [
    'NodejsFunction with esbuild',
    cdkWith('lib/a.ts', `${cdkLib}new NodejsFunction(this, 'F')`, '{"x":"esbuild"}'),
    null,
  ],
  [
    'DockerImageAsset beside a large backend in Java',
    {
      ...cdkWith('lib/a.ts', `${cdkLib}new DockerImageAsset(this, 'A', {})`),
      ...Object.fromEntries(Array.from({ length: 301 }, (_, n) => [`backend/A${n}.java`, ''])),
    },
    /DockerImageAsset/,
  ],
  ['a comment', cdkWith('lib/a.ts', `${cdkLib}// new DockerImageAsset(this, 'A')\n/* new PythonFunction() */`), null],
  ['a test', cdkWith('test/a.ts', `${cdkLib}new DockerImageAsset(this, 'A', {})`), null],
  ['another library', cdkWith('lib/a.ts', 'new DockerImageAsset()'), null],
  [
    'local bundling',
    cdkWith('lib/a.ts', `${cdkLib}x({ bundling: { local: mine, image: Runtime.NODEJS_22_X } })`),
    null,
  ],
  [
    'dockerizePip',
    {
      'serverless.yml': `${service()}custom:\n  pythonRequirements:\n    dockerizePip: true\n`,
      'package.json': wants({ osls: '4.3.1' }),
      'package-lock.json': '{}',
    },
    /dockerizePip/,
  ],
  [
    'use_container',
    {
      'template.yaml': 'Transform: AWS::Serverless-2016-10-31\n',
      'samconfig.toml': '[default.build.parameters]\nuse_container = true\n',
    },
    /use_container/,
  ],
]
for (const [name, files, because] of needing) {
  test(`${name} ${because ? 'needs a container engine, and says so' : 'needs no container engine'}`, async () => {
    const planned = await planFor(treeOf(files), '.')
    assert.ok('plan' in planned, JSON.stringify(planned))
    const present = { variables: new Set<string>(), noContainers: { build: 'none here', deploy: 'none here' } }
    const failed = missing(planned.plan.needs, present)
    if (!because) return assert.equal(failed, undefined)
    assert.equal(failed?.code, 'container_engine_needed')
    assert.match(failed?.message ?? '', because)
    assert.equal(missing(planned.plan.needs, { ...present, noContainers: { build: null, deploy: null } }), undefined)
  })
}
