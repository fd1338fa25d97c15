import assert from 'node:assert/strict'
import { test } from 'node:test'
import { detect } from './detect.ts'
import { missing } from './needs.ts'
import { planFor } from './plan.ts'
import { cdkJson, packageJson, treeOf } from './testing.ts'

const wants = (packages: Record<string, string>) => JSON.stringify({ name: 'a', devDependencies: packages })
const service = (provider = 'aws') =>
  `service: shop\nprovider:\n  name: ${provider}\n  environment:\n    T: !Ref Table\n`
const look = async (files: Record<string, string>) => {
  const { apps, ambiguous } = await detect(treeOf(files))
  return { found: apps.map(app => `${app.path} ${app.framework}${app.supported ? '' : ' no'}`), apps, ambiguous }
}

test('a serverless.ts behind a function of its own is one where package.json wants the tool, and none elsewhere', async () => {
  const wrapped = { 'serverless.ts': "import { service } from '@acme/sls'\nexport default service({ name: 'shop' })" }
  const wrapper = 'module.exports = make({ functions })'
  const lock = { 'package-lock.json': '{}' }
  const asked = { ...wrapped, ...lock, 'package.json': wants({ serverless: '^3.0.0' }) }
  const unsure = await look(asked)
  assert.deepEqual(unsure.found, ['. serverless no'], 'nobody says that it is AWS')
  const { choice, suggestion } = unsure.apps[0] ?? assert.fail()
  assert.deepEqual([choice, suggestion], ['framework: serverless\n', null])
  assert.deepEqual((await look({ ...asked, 'trellis.yml': choice ?? '' })).found, ['. serverless'])
  const types = 'export type Serverless = { service: { provider: { name: string } } }\n'
  assert.deepEqual((await look({ 'src/serverless.ts': types, 'package.json': wants({ serverless: '3' }) })).found, [])
  assert.deepEqual((await look({ ...wrapped, 'package.json': wants({ next: '15' }) })).found, [])
  assert.deepEqual((await look({ 'serverless.js': wrapper, 'package.json': wants({ osls: '4.3.1' }) })).found, [
    '. serverless no',
  ])
})

test('what goes to another cloud than AWS is refused by its name', async () => {
  for (const [provider, file] of [
    ['google', 'serverless.yml'],
    ['azure', 'serverless.yaml'],
  ] as const) {
    const { found, apps } = await look({ [file]: service(provider), 'package.json': wants({ serverless: '^3.0.0' }) })
    assert.deepEqual(found, ['. serverless no'])
    assert.ok(apps[0]?.reasons.includes(`its provider is ${provider}, not AWS`))
  }
  for (const provider of [
    "const provider = { name: 'google', runtime: 'nodejs' }; const config = { service: 'a', provider }",
    "const config = { service: 'a', provider: { runtime: { a: 1 }, name: 'google' } }",
    "// provider: { name: 'aws' }\nconst config = { service: 'a', provider: { name: 'azure' } }",
  ]) {
    const { found } = await look({
      'serverless.ts': `${provider}\nexport default config\n`,
      'package.json': wants({ serverless: '3' }),
    })
    assert.deepEqual(found, ['. serverless no'], provider)
  }
  const typed =
    "const provider: AWS['provider'] = { runtime: 'nodejs22.x', name: 'aws' }\nexport default { service: 'a', provider }"
  assert.deepEqual((await look({ 'serverless.ts': typed, 'package.json': wants({ serverless: '3' }) })).found, [
    '. serverless',
  ])
  const code = "const config: AWS = { service: 'a', provider: { name: 'openwhisk' } }\nmodule.exports = config"
  const { found } = await look({ 'serverless.ts': code, 'package.json': wants({ serverless: '3' }) })
  assert.deepEqual(found, ['. serverless no'])
  const short = { 'serverless.yml': 'service: a\nprovider: aws\n', 'package.json': wants({ serverless: '3' }) }
  assert.deepEqual((await look(short)).found, ['. serverless'])
})

test('what a service says in files beside it or above counts as said', async () => {
  const files = {
    'package.json': wants({ serverless: '^3.38.0' }),
    'package-lock.json': '{}',
    'common.yml': 'provider:\n  name: aws\n',
    'a/serverless.yml': `service: a\nprovider: \${file(../common.yml):provider}\ncustom: \${file(./own.yml)}\n`,
    'a/own.yml': `table: \${file(more.json)}\n`,
    'a/more.json': `{ "name": "\${ssm:/tables/orders}" }`,
    'b/serverless.yml': `service: b\nprovider: \${file(_provider.yml)}  # ours\n`,
    'b/_provider.yml': 'name: google\n',
    'c/serverless.yml': `service: c\nprovider: \${file(provider.js)}\n`,
    'c/trellis.yml': 'framework: serverless\n',
    'd/trellis.yml': 'framework: serverless\n',
    'd/serverless.yml': `service: d\nprovider:\n  name: \${self:custom.provider}\n`,
  }
  const { found, apps } = await look(files)
  assert.deepEqual(found, ['a serverless', 'b serverless no', 'c serverless', 'd serverless'])
  assert.ok(apps[1]?.reasons.includes('its provider is google, not AWS'))
  const asksCloud = async (path: string) => {
    const planned = await planFor(treeOf(files), path)
    assert.ok('plan' in planned && planned.plan.deploy.kind === 'tool', JSON.stringify(planned))
    return 'asksCloud' in planned.plan.deploy.app && planned.plan.deploy.app.asksCloud
  }
  assert.deepEqual([await asksCloud('a'), await asksCloud('c')], [true, false])
})

test('a CDK app without a package.json of its own is run by the packages of a folder above, as with Nx', async () => {
  const nx = {
    'apps/infra/cdk.json': cdkJson('npx ts-node src/main.ts'),
    'package.json': packageJson(),
    'nx.json': '{}',
  }
  const { found, apps } = await look({ ...nx, 'package-lock.json': '{}' })
  assert.deepEqual(found, ['apps/infra cdk'])
  assert.deepEqual(apps[0]?.reasons, [
    'cdk.json names an app',
    'package.json lies in the root of the repository',
    'package-lock.json lies in the root of the repository',
  ])
  const planned = await planFor(treeOf({ ...nx, 'package-lock.json': '{}' }), 'apps/infra')
  assert.ok('plan' in planned, JSON.stringify(planned))
  const npm = { phase: 'install', cwd: '.', argv: ['npm', 'ci', '--no-audit', '--no-fund'] }
  assert.deepEqual([planned.plan.install, planned.plan.test, planned.plan.folder], [[npm], null, 'apps/infra'])
  const unlocked = await look(nx)
  assert.match(unlocked.apps[0]?.problem ?? '', /no lockfile lies here or in a folder above/)
  const { 'package.json': _, ...alone } = nx
  assert.deepEqual((await look(alone)).found, ['apps/infra cdk no'])
})

test('a configuration below the root, and every service of a repository, is an app of its own', async () => {
  const files = {
    'package.json': JSON.stringify({ workspaces: ['services/*'], devDependencies: { serverless: '3.40.0' } }),
    'package-lock.json': '{}',
    'infra/cdk/cdk.json': cdkJson(),
    'infra/cdk/package.json': packageJson(),
    'infra/cdk/pnpm-lock.yaml': '',
    'services/orders/serverless.yml': service(),
    'services/orders/package.json': '{}',
    'services/users/serverless.yml': service(),
    'services/users/package.json': '{}',
    'services/reports/template.yaml': 'Transform: AWS::Serverless-2016-10-31\n',
    'README.md': '',
  }
  const { found, ambiguous } = await look(files)
  assert.deepEqual(found, [
    'infra/cdk cdk',
    'services/orders serverless',
    'services/reports sam',
    'services/users serverless',
  ])
  assert.deepEqual(ambiguous, [])
  const root = await planFor(treeOf(files), '.')
  assert.ok('failure' in root && root.failure.code === 'framework_unknown')
  assert.match(root.failure.message, /infra\/cdk \(cdk\), services\/orders \(serverless\), services\/reports \(sam\)/)
  assert.match(root.failure.hint ?? '', /--path/)
})

test('a version from a catalog is looked up where the catalog stands', async () => {
  const files = {
    'pnpm-workspace.yaml':
      "packages: ['apps/*']\ncatalog:\n  serverless: ^3.38.0\ncatalogs:\n  next:\n    serverless: ^4.1.0\n",
    'pnpm-lock.yaml': '',
    'package.json': '{}',
    'apps/a/serverless.yml': service(),
    'apps/a/package.json': wants({ serverless: 'catalog:' }),
    'apps/b/serverless.yml': service(),
    'apps/b/package.json': wants({ serverless: 'catalog:next' }),
    'apps/c/serverless.yml': service(),
    'apps/c/package.json': wants({ serverless: 'catalog:gone' }),
  }
  const { apps } = await look(files)
  const said = apps.map(app => app.reasons.find(reason => reason.startsWith('package.json wants')))
  assert.deepEqual(said, [
    'package.json wants serverless ^3.38.0',
    'package.json wants serverless ^4.1.0',
    'package.json wants serverless "catalog:gone", which no catalog, or more than one, explains',
  ])
  assert.deepEqual(
    apps.map(app => app.supported),
    [true, true, false],
  )
})

const catalogs: Record<string, Record<string, string>> = {
  'of bun, in workspaces': {
    'package.json': JSON.stringify({
      workspaces: {
        packages: ['apps/*'],
        catalog: { serverless: '^3.38.0' },
        catalogs: { next: { serverless: '^4.1.0' } },
      },
    }),
    'bun.lock': '{}',
  },
  'of bun, beside workspaces': {
    'package.json': JSON.stringify({
      workspaces: ['apps/*'],
      catalog: { serverless: '^3.38.0' },
      catalogs: { next: { serverless: '^4.1.0' } },
    }),
    'bun.lock': '{}',
  },
  'of yarn 4': {
    'package.json': JSON.stringify({ workspaces: ['apps/*'] }),
    '.yarnrc.yml': 'catalog:\n  serverless: ^3.38.0\n  node: 22\ncatalogs:\n  next:\n    serverless: ^4.1.0\n',
    'yarn.lock': '__metadata:\n  version: 8\n',
  },
}
for (const [whose, root] of Object.entries(catalogs))
  test(`a version from a catalog ${whose} is looked up there`, async () => {
    const { apps } = await look({
      ...root,
      'apps/a/serverless.yml': service(),
      'apps/a/package.json': wants({ serverless: 'catalog:' }),
      'apps/b/serverless.yml': service(),
      'apps/b/package.json': wants({ serverless: 'catalog:next' }),
    })
    const said = apps.map(app => [app.supported, app.reasons.find(reason => reason.startsWith('package.json wants'))])
    assert.deepEqual(said, [
      [true, 'package.json wants serverless ^3.38.0'],
      [true, 'package.json wants serverless ^4.1.0'],
    ])
  })

test('what stands under the name of another package is taken for what it is', async () => {
  const { apps } = await look({
    'serverless.yml': service(),
    'package.json': wants({ serverless: 'npm:osls@^4.3.1' }),
    'package-lock.json': '{}',
  })
  assert.equal(apps[0]?.supported, true)
  assert.ok(apps[0]?.reasons.includes('package.json wants osls ^4.3.1'), String(apps[0]?.reasons))
})

test('two catalogs that say different things are not chosen between', async () => {
  const { apps } = await look({
    'package.json': JSON.stringify({ catalog: { serverless: '^3.38.0' } }),
    'pnpm-workspace.yaml': 'packages: [a]\ncatalog:\n  serverless: ^4.1.0\n',
    'pnpm-lock.yaml': '',
    'a/serverless.yml': service(),
    'a/package.json': wants({ serverless: 'catalog:' }),
  })
  assert.deepEqual([apps[0]?.path, apps[0]?.supported], ['a', false])
})

test('what was installed, generated or is there to be copied is no app, in whatever case it is written', async () => {
  const nested = Object.fromEntries(
    [
      'node_modules/x',
      'test/fixtures/a',
      'Templates/b',
      'packages/a/__fixtures__/c',
      'examples/d',
      '.aws-sam/build',
      '.serverless',
    ].flatMap(folder => [
      [`${folder}/serverless.yml`, service()],
      [`${folder}/template.yaml`, 'Transform: AWS::Serverless-2016-10-31\n'],
    ]),
  )
  assert.deepEqual((await look(nested)).found, [])
})

test('what generates apps or tests with them is left out, and the reason told', async () => {
  const sam = 'Transform: AWS::Serverless-2016-10-31\n'
  const files = {
    'cypress/cdk/cdk.json': cdkJson(),
    'packages/create-x/template-ts/cdk.json': cdkJson(),
    'packages/create-x/react-template/serverless.yml': service(),
    '{{cookiecutter.project_slug}}/template.yaml': sam,
    'python/{{ cookiecutter.name }}/sub/template.yaml': sam,
    'gen/a/serverless.yml': `service: <%= name %>\nprovider:\n  name: aws\n`,
    'gen/b/cdk.json': cdkJson(),
    'gen/b/package.json': '{ "name": "{{projectName}}" }',
    'gen/c/template.yaml': `${sam}Description: {{ cookiecutter.name }}\n`,
    'gen/d/template.yaml': `${sam}{% if cookiecutter_free %}\nResources: {}\n{% endif %}\n`,
    'gen/e/template.yaml': `${sam}Resources:\n  Table<%= name %>:\n    Type: A\n`,
    'released/cdk.json': cdkJson(),
    'released/package.json': JSON.stringify(
      {
        name: 'a',
        release: { plugins: [['@semantic-release/github', { releasedLabels: ['released<%= branch.name %>'] }]] },
      },
      null,
      2,
    ),
    'mapped/template.yaml': `${sam}Description: "{% if a %}b{% endif %} <%= c %>"\n`,
    'real/serverless.yml': `${service()}  secret: '{{resolve:ssm:/a}}'\n`,
    'real/package.json': wants({ serverless: '3' }),
    'templated/template.yaml': sam,
    'email-template/template.yaml': sam,
    'template-service/template.yaml': sam,
    'apps/kit/package.json': JSON.stringify({ name: '@acme/create-shop' }),
    'apps/kit/template-js/cdk.json': cdkJson(),
  }
  const { apps, leftOut } = await detect(treeOf(files))
  assert.deepEqual(
    apps.map(app => app.path),
    ['email-template', 'mapped', 'real', 'released', 'template-service', 'templated'],
  )
  assert.deepEqual(
    leftOut.map(({ path, why }) => `${why} ${path}`),
    [
      'folder apps/kit/template-js',
      'folder cypress/cdk',
      'placeholders gen/a',
      'placeholders gen/b',
      'placeholders gen/c',
      'placeholders gen/d',
      'placeholders gen/e',
      'folder packages/create-x/react-template',
      'folder packages/create-x/template-ts',
      'placeholders python/{{ cookiecutter.name }}/sub',
      'placeholders {{cookiecutter.project_slug}}',
    ],
  )
  const named = await detect(treeOf(files), 'gen/c')
  assert.match(named.apps[0]?.warning ?? '', /template\.yaml holds placeholders/)
})

test('a template that the CDK wrote is none of SAM, beside cdk.json or alone', async () => {
  const template =
    'Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n    Metadata:\n      aws:asset:path: asset.1\n'
  const app = { 'cdk.json': cdkJson(), 'package.json': packageJson(), 'package-lock.json': '{}' }
  assert.deepEqual((await look({ ...app, 'template.yaml': template })).found, ['. cdk'])
  assert.deepEqual((await look({ 'template.yaml': template })).found, [])
})

test('a template of SAM beside cdk.json is not decided by Trellis', async () => {
  const app = { 'cdk.json': cdkJson(), 'package.json': packageJson(), 'package-lock.json': '{}' }
  const { found, ambiguous } = await look({ ...app, 'template.yaml': 'Transform: AWS::Serverless-2016-10-31\n' })
  assert.deepEqual([found, ambiguous[0]?.frameworks], [[], ['cdk', 'sam']])
})

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
