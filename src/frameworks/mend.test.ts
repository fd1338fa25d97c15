import assert from 'node:assert/strict'
import { test } from 'node:test'
import { detect } from './detect.ts'
import { planFor } from './plan.ts'
import { cdkJson, packageJson, treeOf } from './testing.ts'

const wants = (packages: Record<string, string>) => ({
  'package.json': packageJson({ devDependencies: packages }),
  'package-lock.json': '{}',
})
const service = (provider: string) => `service: shop\nprovider:\n  name: ${provider}\n`

/** What no commands are made for, since they might do harm: its files, why, and what is said instead. */
const asked: Record<string, [files: Record<string, string>, why: RegExp, mend: RegExp]> = {
  'Terraform without a backend': [
    { 'main.tf': 'provider "aws" {\n}\n' },
    /no backend that outlasts a build/,
    /^First name a backend/,
  ],
  'Terraform with one workspace of HCP Terraform for all': [
    { 'main.tf': 'terraform {\n  cloud {\n    workspaces {\n      name = "shop" # tags later\n    }\n  }\n}\n' },
    /one workspace for all environments/,
    /^First give each environment a workspace of its own: .*`tags`/,
  ],
  'Terraform in JSON with one workspace for all': [
    {
      'main.tf': 'terraform {\n}\n',
      'a.tf.json': '{ "terraform": { "cloud": { "workspaces": { "name": "shop" } } } }',
    },
    /one workspace for all environments/,
    /^First give each environment a workspace of its own/,
  ],
  'Terraform with a backend that is written off': [
    { 'main.tf': 'terraform {\n  # backend "s3" {}\n  backend "local" {}\n}\n' },
    /no backend that outlasts a build/,
    /^First name a backend/,
  ],
  'Architect without a name': [{ 'app.arc': '@http\nget /\n' }, /names no app/, /^Name the app there/],
  'the CDK for Terraform with its state in a file': [
    { 'cdktf.json': '{}', 'main.ts': 'new LocalBackend(this, {})' },
    /no backend that outlasts a build/,
    /^First name a backend/,
  ],
  'the CDK for Terraform with a backend that is only imported': [
    { 'cdktf.json': '{}', 'main.ts': "import { S3Backend } from 'cdktf'\nnew Shop(process.env.TRELLIS_STAGE)" },
    /no backend that outlasts a build/,
    /^First name a backend/,
  ],
  'the CDK for Terraform with a backend that is written off': [
    { 'cdktf.json': '{}', 'main.ts': '// new S3Backend(this) later\n/*\nnew CloudBackend(this)\n*/\nnew Shop()' },
    /no backend that outlasts a build/,
    /^First name a backend/,
  ],
  'the CDK for Terraform with one name for all environments': [
    { 'cdktf.json': '{}', 'main.ts': 'new S3Backend(this, {})' },
    /does not ask for TRELLIS_STAGE/,
    /^First let the names of its stacks contain the variable TRELLIS_STAGE/,
  ],
  'the CDK in Java with one name for all environments': [
    {
      'cdk.json': cdkJson('mvn -e -q compile exec:java'),
      'src/main/java/com/example/App.java': 'new Stack(app, "shop");',
    },
    /does not ask for TRELLIS_STAGE/,
    /^First let the names of its stacks contain the variable TRELLIS_STAGE/,
  ],
  'the CDK in Java that asks for the stage in a comment and in its tests': [
    {
      'cdk.json': cdkJson('mvn -e -q compile exec:java'),
      'src/main/java/com/example/App.java': '// TRELLIS_STAGE one day\nnew Stack(app, "shop");',
      'src/test/java/com/example/AppTest.java': 'System.getenv("TRELLIS_STAGE");',
    },
    /does not ask for TRELLIS_STAGE/,
    /^First let the names of its stacks contain the variable TRELLIS_STAGE/,
  ],
  'the CDK without the packages that run it': [
    { 'cdk.json': cdkJson() },
    /run by Node, and there is no package\.json/,
    /^Commit the package\.json that names aws-cdk-lib/,
  ],
  'the CDK in Python without its packages': [
    { 'cdk.json': cdkJson('python3 app.py') },
    /neither requirements\.txt nor/,
    /^Commit requirements\.txt/,
  ],
  'the CDK in Python with Poetry and without its lock': [
    { 'cdk.json': cdkJson('python3 app.py'), 'pyproject.toml': '[tool.poetry]\n' },
    /poetry\.lock is not committed/,
    /^Run `poetry lock`/,
  ],
  'a cdk.json that cannot be read': [{ 'cdk.json': '{' }, /not valid JSON/, /^Mend cdk\.json/],
  'a samconfig.toml that cannot be read': [
    { 'template.yaml': 'Transform: AWS::Serverless-2016-10-31\n', 'samconfig.toml': '[' },
    /not valid TOML/,
    /^Mend samconfig\.toml/,
  ],
  'SAM without a template': [{ 'samconfig.toml': 'version = 0.1\n' }, /no template\.yaml/, /^Commit the template/],
  'Serverless Framework of an unknown release': [
    { 'serverless.yml': service('aws') },
    /names neither serverless nor osls/,
    /^Put that which deployed it so far among the devDependencies/,
  ],
  'Serverless Framework of an open release': [
    { 'serverless.yml': service('aws'), ...wants({ serverless: '>=3' }) },
    /leaves its major version open/,
    /^Write the release/,
  ],
  'another package under the name of Serverless Framework': [
    { 'serverless.yml': service('aws'), ...wants({ serverless: 'npm:@acme/serverless@^3.1.0' }) },
    /wants serverless "npm:@acme\/serverless@\^3\.1\.0", which is another package/,
    /^Write the release/,
  ],
  'Serverless Framework beside its fork': [
    { 'serverless.yml': service('aws'), ...wants({ serverless: '^3.40.0', osls: '^3.60.0' }) },
    /wants both osls and serverless/,
    /^Take the one that does not deploy it out/,
  ],
  'services composed of an unknown release': [
    { 'serverless-compose.yml': 'services: { a: { path: a, region: us-east-1 } }' },
    /names neither serverless nor osls/,
    /^Put that which deployed it so far among the devDependencies/,
  ],
  'services composed without what runs them': [
    { 'serverless-compose.yml': 'services: { a: { path: a } }', ...wants({ serverless: '^3.40.0' }) },
    /does not want @serverless\/compose/,
    /^Put @serverless\/compose among the devDependencies/,
  ],
  'a tool that trellis.yml names in vain': [
    { 'trellis.yml': 'framework: sam\n' },
    /no sign of sam/,
    /^Take `framework: sam` out of trellis\.yml/,
  ],
  'commands of one’s own without one that deploys': [
    { 'trellis.yml': 'framework: custom\n' },
    /names no deploy command/,
    /^Add `deploy:` and `remove:` to trellis\.yml/,
  ],
}
for (const [name, [files, why, mend]] of Object.entries(asked)) {
  test(`${name} is refused without commands, and what is to be done is told`, async () => {
    const { apps } = await detect(treeOf(files))
    const [app] = apps
    assert.ok(app)
    assert.deepEqual([apps.length, app.supported, app.suggestion, app.choice], [1, false, null, null])
    assert.match(app.reasons.join('; '), why)
    assert.match(app.mend ?? '', mend)
    const planned = await planFor(treeOf({ 'package-lock.json': '{}', ...files }), '.')
    assert.ok('failure' in planned && planned.failure.trellisYml === undefined)
    if (planned.failure.code === 'framework_unsupported') assert.match(planned.failure.hint, mend)
  })
}
