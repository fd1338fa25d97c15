import assert from 'node:assert/strict'
import { test } from 'node:test'
import { detect } from './detect.ts'
import { cdkJson, look, service, treeOf, wants } from './testing.ts'

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

test('a virtual environment of Python is passed over by what it holds, not by its name', async () => {
  const package_ = { 'env/lib/python3/x/template.yaml': 'Transform: AWS::Serverless-2016-10-31\n' }
  assert.deepEqual((await look({ ...package_, 'env/pyvenv.cfg': '' })).found, [])
  const inBackend = 'terraform {\n  backend "s3" {}\n}\n'
  assert.deepEqual((await look({ 'env/dev/main.tf': inBackend })).found, ['env/dev terraform no'])
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
