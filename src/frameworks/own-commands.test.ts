import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { detect } from './detect.ts'
import { pickOutputs } from './own-commands.ts'
import { planFor } from './plan.ts'
import { cdkJson, packageJson, treeOf } from './testing.ts'
import { parseTrellisYml } from './trellis-yml.ts'

const wants = (packages: Record<string, string>) => ({
  'package.json': packageJson({ devDependencies: packages }),
  'package-lock.json': '{}',
})
const service = (provider: string) => `service: shop\nprovider:\n  name: ${provider}\n`
const namedByStage = { 'app.py': 'ShopStack(app, "shop-" + os.environ["TRELLIS_STAGE"])' }

/** Everything that is recognised and refused: its files, and what the suggestion has to say. */
const refused: Record<string, [files: Record<string, string>, ...said: RegExp[]]> = {
  'SST 3': [
    { 'sst.config.ts': 'export default $config({})', ...wants({ sst: '^3.17.0' }) },
    /^deploy: npx --no-install sst deploy --stage "\$TRELLIS_STAGE"$/m,
    /^outputs: \.sst\/outputs\.json$/m,
  ],
  'SST 3 that no package.json wants': [
    { 'sst.config.ts': 'export default $config({})' },
    /npx --yes --package sst@3 sst/,
  ],
  'SST 2 of an open release': [
    { 'sst.config.ts': 'stacks(app) {}', ...wants({ sst: '>=2' }) },
    /^remove: npx --no-install sst remove --stage "\$TRELLIS_STAGE"$/m,
  ],
  'SST 1': [
    { 'sst.json': '{}', ...wants({ '@serverless-stack/cli': '^1.18.4' }) },
    /^deploy: npx --no-install sst deploy .* --outputs-file trellis-outputs\.json$/m,
  ],
  Architect: [
    { 'app.arc': '@app\nshop-1\n\n@http\nget /\n', ...wants({ '@architect/architect': '^11.0.0' }) },
    /^deploy: npx --no-install arc deploy \$\(\[ "\$TRELLIS_STAGE" = production \]/m,
    /arc destroy --app shop-1 /,
  ],
  'Architect in package.json': [{ ...wants({}), 'package.json': packageJson({ arc: { app: 'shop' } }) }, /--app shop /],
  'Amplify 2': [
    { 'amplify/backend.ts': 'defineBackend({})', ...wants({ '@aws-amplify/backend-cli': '^1.0.0' }) },
    /ampx pipeline-deploy --branch "\$TRELLIS_STAGE" --app-id "\$AMPLIFY_APP_ID"$/m,
    /cloudformation delete-stack/,
  ],
  'Amplify 1': [{ 'amplify/.config/project-config.json': '{}' }, /amplify push --yes$/m, /^# No remove/m],
  Chalice: [
    { '.chalice/config.json': '{}', 'requirements.txt': 'chalice' },
    /chalice package --stage "\$TRELLIS_STAGE" \.chalice\/package$/m,
    /-m samcli deploy --template-file \.chalice\/package\/sam\.json --stack-name "\$TRELLIS_APP-\$TRELLIS_STAGE"/,
  ],
  'Pulumi with Node': [{ 'Pulumi.yaml': 'name: a\nruntime: nodejs\n', ...wants({}) }, /^ {2}pulumi up --yes/m],
  'Pulumi with Go': [{ 'Pulumi.yaml': 'name: a\nruntime: go\n' }, /^install: pulumi install$/m, /PULUMI_BACKEND_URL/],
  Terraform: [
    { 'main.tf': 'terraform {\n  backend "s3" {}\n}\nvariable "cloud" {\n}\n' },
    /^ {2}terraform workspace select -or-create "\$TRELLIS_STAGE"$/m,
  ],
  'Terraform in JSON': [
    { 'main.tf': 'terraform {\n}\n', 'backend.tf.json': '{ "terraform": { "backend": { "s3": {} } } }' },
    /terraform apply/,
  ],
  OpenTofu: [
    { 'main.tofu': 'terraform {\n  cloud {\n  }\n}\nprovider "aws" {\n}\n' },
    /^ {2}tofu apply -input=false -auto-approve$/m,
  ],
  'Terraform with workspaces of HCP Terraform by their tags': [
    {
      'main.tf':
        'terraform {\n  cloud {\n    organization = "a"\n    workspaces {\n      tags = ["shop"]\n    }\n  }\n}\n',
    },
    /^# .*set TF_TOKEN_app_terraform_io as a variable/m,
    /^deploy: \|\n {2}export TF_WORKSPACE="\$TRELLIS_APP-\$TRELLIS_STAGE"\n {2}terraform init -input=false\n {2}terraform apply/m,
  ],
  'Terraform with workspaces of a server by their prefix': [
    {
      'main.tf':
        'terraform {\n  backend "remote" {\n    hostname = "tfe.my-co.com"\n    workspaces {\n      prefix = "shop-"\n    }\n  }\n}\n',
    },
    /TF_TOKEN_tfe_my__co_com/,
    /export TF_WORKSPACE="\$TRELLIS_STAGE"/,
  ],
  'the CDK for Terraform': [
    {
      'cdktf.json': '{}',
      'main.ts': 'new S3Backend(this, { key: process.env.TRELLIS_STAGE })',
      ...wants({ 'cdktf-cli': '0.20.0' }),
    },
    /cdktf deploy '\*' --auto/,
  ],
  'the CDK for Terraform in Java': [
    {
      'cdktf.json': '{}',
      'src/main/java/com/example/infra/Main.java':
        'S3Backend.Builder.create(stack).key(System.getenv("TRELLIS_STAGE")).build();',
    },
    /cdktf deploy '\*' --auto/,
  ],
  'the CDK for Terraform in Go': [
    { 'cdktf.json': '{}', 'main.go': 'cdktf.NewS3Backend(stack, keyed(os.Getenv("TRELLIS_STAGE")))' },
    /cdktf deploy '\*' --auto/,
  ],
  'the CDK for Terraform in Python': [
    { 'cdktf.json': '{}', 'main.py': 'rule = "a/*"\nS3Backend(self, key=os.environ["TRELLIS_STAGE"])\nother = "*/b"' },
    /cdktf deploy '\*' --auto/,
  ],
  'the CDK in Java': [
    {
      'cdk.json': cdkJson('mvn -e -q compile exec:java'),
      'pom.xml': '',
      'src/main/java/com/example/App.java': 'new ShopStack(app, "shop-" + System.getenv("TRELLIS_STAGE"));',
    },
    /cdk deploy --all --require-approval never --outputs-file trellis-outputs\.json$/m,
  ],
  'the CDK in Python with uv': [
    { 'cdk.json': cdkJson('uv run app.py'), 'pyproject.toml': '', 'uv.lock': '', ...namedByStage },
    /^ {2}\.tool\/bin\/uv sync --frozen$/m,
    /PATH="\$PWD\/\.tool\/bin:\$PWD\/\.venv\/bin:\$PATH" npx/,
  ],
  'the CDK in Python with Pipenv': [
    { 'cdk.json': cdkJson('python app.py'), Pipfile: '', ...namedByStage },
    /pipenv sync$/m,
  ],
  'the CDK in Python with pyproject.toml': [
    { 'cdk.json': cdkJson('python app.py'), 'pyproject.toml': '[project]\n', ...namedByStage },
    /^ {2}\.venv\/bin\/pip install --quiet \.$/m,
  ],
  'Serverless Framework 2': [
    { 'serverless.yml': service('aws'), ...wants({ serverless: '^2.72.0' }) },
    /^deploy: npx --no-install serverless deploy --stage "\$TRELLIS_STAGE" --region "\$AWS_REGION"$/m,
  ],
  'Serverless Framework 2 under the name of its fork': [
    { 'serverless.yml': service('aws'), ...wants({ osls: 'npm:serverless@^2.72.0' }) },
    /^deploy: npx --no-install serverless deploy --stage "\$TRELLIS_STAGE" --region "\$AWS_REGION"$/m,
  ],
  'Serverless Framework for another cloud': [
    { 'serverless.yml': service('google'), ...wants({ serverless: '^3.0.0' }) },
    /^# What opens google has to be set as variables/m,
    /^deploy: npx --no-install serverless deploy --stage "\$TRELLIS_STAGE"$/m,
    /^remove: npx --no-install serverless remove --stage "\$TRELLIS_STAGE"$/m,
  ],
  'the CDK in a language that is not known': [
    { 'cdk.json': cdkJson('STAGE=$TRELLIS_STAGE cargo run') },
    /cdk deploy --all/,
  ],
  'several services composed': [
    {
      'serverless-compose.yml': `services: { a: { path: a, region: '\${env:AWS_REGION}' } }`,
      ...wants({ osls: '4.3.1', '@osls/compose': '1.3.0' }),
    },
    /^deploy: npx --no-install osls deploy --stage "\$TRELLIS_STAGE"$/m,
    /^remove: npx --no-install osls remove --stage "\$TRELLIS_STAGE"$/m,
  ],
  'SAM with its settings in YAML': [
    { 'template.yaml': 'Transform: AWS::Serverless-2016-10-31\n', 'samconfig.yaml': '' },
    /build: \.sam\/bin\/python -m samcli build --template-file template\.yaml --config-file samconfig\.yaml$/m,
  ],
}
for (const [name, [files, ...said]] of Object.entries(refused)) {
  test(`${name} is refused with a trellis.yml that deploys it`, async () => {
    const { apps } = await detect(treeOf(files))
    assert.deepEqual([apps.length, apps[0]?.supported], [1, false])
    const suggestion = apps[0]?.suggestion ?? assert.fail('nothing is suggested')
    for (const pattern of said) assert.match(suggestion, pattern)

    const before = await planFor(treeOf(files), '.')
    assert.ok('failure' in before && before.failure.code === 'framework_unsupported')
    assert.equal(before.failure.trellisYml, suggestion)
    assert.match(before.failure.hint, /write this into trellis\.yml/)

    const parsed = parseTrellisYml(suggestion)
    assert.ok('settings' in parsed, JSON.stringify(parsed))
    assert.ok(parsed.settings.remove !== undefined || /^# No remove/m.test(suggestion))
    const after = await planFor(treeOf({ 'package-lock.json': '{}', ...files, 'trellis.yml': suggestion }), '.')
    assert.ok('plan' in after, JSON.stringify(after))
    const { install, build, deploy, remove } = after.plan
    const commands = [...install, build, remove, deploy.kind === 'command' ? deploy.command : null]
    for (const script of commands.flatMap(one => (one && 'script' in one ? [one.script] : [])))
      execFileSync('sh', ['-n', '-c', script], { stdio: 'pipe' })
  })
}

test('a module of Terraform is no app, unless it brings a provider or keeps a state', async () => {
  const wanting = 'terraform {\n  required_providers {\n  }\n}\n'
  const tree = {
    'modules/vpc/main.tf': wanting,
    'modules/app/main.tf': `${wanting}provider "aws" {\n}\n`,
    'modules/base/main.tf': 'terraform {\n  backend "s3" {}\n}\n',
    'live/main.tf': wanting,
  }
  assert.deepEqual(
    (await detect(treeOf(tree))).apps.map(app => app.path),
    ['live', 'modules/app', 'modules/base'],
  )
})

test('a reason that two look-ups give is said once', async () => {
  const tree = { 'cdk.json': cdkJson('python3 app.py'), 'poetry.lock': '', 'pyproject.toml': '[tool.poetry]\n' }
  const reasons = (await detect(treeOf(tree))).apps[0]?.reasons ?? []
  assert.deepEqual(reasons, [...new Set(reasons)])
})

test('the nearest package.json decides between Serverless Framework and its fork', async () => {
  const { apps } = await detect(
    treeOf({
      'package.json': packageJson({ devDependencies: { osls: '^3.60.0' } }),
      'a/serverless.yml': service('aws'),
      'a/package.json': packageJson({ devDependencies: { serverless: '^3.40.0' } }),
      'a/package-lock.json': '{}',
    }),
  )
  assert.ok(apps[0]?.reasons.includes('package.json wants serverless ^3.40.0'))
})

test('of outputs those that can be shown are, and no secret ones', () => {
  const printed = { url: { sensitive: false, value: 'https://x' }, key: { sensitive: true, value: 'no' } }
  const picked = 'Object.entries(all).filter(([, one]) => !one.sensitive).map(([key, one]) => [key, one.value])'
  const script = pickOutputs(picked).replace(/ > .*$/, '')
  const out = execFileSync('sh', ['-c', script], { input: JSON.stringify(printed), encoding: 'utf8' })
  assert.deepEqual(JSON.parse(out), { url: 'https://x' })
})
