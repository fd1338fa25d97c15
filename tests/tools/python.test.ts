import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Cloud } from './cloud.ts'

let cloud: Cloud
before(async () => {
  cloud = await Cloud.start()
})
after(() => cloud?.stop())

const app = `import aws_cdk as cdk
from aws_cdk import aws_sqs as sqs

app = cdk.App()
stack = cdk.Stack(app, "Queue")
queue = sqs.Queue(stack, "Orders")
cdk.CfnOutput(stack, "Name", value=queue.queue_name)
app.synth()
`

test('an app of the CDK in Python, with the library itself, is installed by pip, deployed and removed', async () => {
  const outputs = await cloud.walk({
    'cdk.json': '{"app":"python3 app.py"}',
    'requirements.txt': 'aws-cdk-lib==2.275.0\n',
    'app.py': app,
  })
  assert.match(outputs?.Name ?? '', /Orders/)
})

/** Written without the library: that pip installs it is shown above. */
const appOfPoetry = `import json, os, six
out = os.environ["CDK_OUTDIR"]
os.makedirs(out, exist_ok=True)
with open(out + "/Queue.template.json", "w") as file:
    json.dump({"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}, "Outputs": {"Six": {"Value": six.__version__}}}, file)
stack = {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region",
         "properties": {"templateFile": "Queue.template.json"}}
with open(out + "/manifest.json", "w") as file:
    json.dump({"version": "36.0.0", "artifacts": {"Queue": stack}}, file)
`

/** What a developer commits. Poetry takes the index for one of its own kind only where it has the JSON API, so it is named. */
function locked(): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'poetry-'))
  const run = (program: string, ...args: string[]) =>
    execFileSync(program, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim()
  try {
    run('python3', '-m', 'venv', '.venv')
    const python = join(folder, '.venv/bin/python')
    run(python, '-m', 'pip', 'install', '--quiet', 'poetry==2.5.1')
    const index = run(python, '-c', 'from pip._internal.models.index import PyPI; print(PyPI.simple_url)')
    const project = `[tool.poetry]
package-mode = false
[tool.poetry.dependencies]
python = ">=3.9"
six = "1.16.0"
[[tool.poetry.source]]
name = "simple"
url = "${index}"
priority = "primary"
`
    writeFileSync(join(folder, 'pyproject.toml'), project)
    run(python, '-m', 'poetry', 'lock', '--no-interaction')
    return { 'pyproject.toml': project, 'poetry.lock': readFileSync(join(folder, 'poetry.lock'), 'utf8') }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test('an app of the CDK in Python whose packages Poetry locks is installed by Poetry, deployed and removed', async () => {
  const files = { ...locked(), 'cdk.json': '{"app":"python3 app.py"}', 'app.py': appOfPoetry }
  assert.equal((await cloud.walk(files))?.Six, '1.16.0')
})
