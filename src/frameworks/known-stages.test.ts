import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { detect } from './detect.ts'
import { treeOf } from './testing.ts'
import { parseTrellisYml, type TrellisYml } from './trellis-yml.ts'

type Files = Readonly<Record<string, string>>

/** What is suggested for these files: ready to be pasted, with the comments before it. */
async function suggested(files: Files): Promise<{ text: string; settings: TrellisYml }> {
  const { apps } = await detect(treeOf(files))
  const text = apps[0]?.suggestion ?? assert.fail('nothing is suggested')
  const parsed = parseTrellisYml(text)
  assert.ok('settings' in parsed, JSON.stringify(parsed))
  return { text, settings: parsed.settings }
}

/** As a build runs it, with a tool in place that notes what it is called with. */
function run(script: string | undefined, stage: string, { files, tool }: { files: Files; tool: string }) {
  const folder = mkdtempSync(join(tmpdir(), 'trellis-stages-'))
  try {
    for (const [name, text] of Object.entries({ ...files, [tool]: '#!/bin/sh\necho "$@" >> called\n', called: '' })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
    }
    chmodSync(join(folder, tool), 0o755)
    const env = { PATH: `${join(folder, 'bin')}:${process.env.PATH}`, TRELLIS_STAGE: stage }
    const { status, stderr } = spawnSync('sh', ['-e', '-c', script ?? ''], { cwd: folder, env, encoding: 'utf8' })
    return { status, stderr: stderr.trim(), called: readFileSync(join(folder, 'called'), 'utf8') }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const chalice = (config: unknown) => ({
  files: { '.chalice/config.json': JSON.stringify(config), 'requirements.txt': 'chalice' },
  tool: '.venv/bin/chalice',
})

test('Chalice packages a stage that its configuration has, and stops at one that it has not', async () => {
  const app = chalice({ stages: { dev: {}, prod: { environment_variables: { TABLE: 'orders' } } } })
  const { text, settings } = await suggested(app.files)
  assert.match(text, /^# \.chalice\/config\.json knows only dev, prod, .* `--environments dev,prod`/m)
  assert.match(text, /^# What `chalice deploy` made earlier is not taken over/m)
  assert.deepEqual(run(settings.build, 'prod', app), {
    status: 0,
    stderr: '',
    called: 'package --stage prod .chalice/package\n',
  })
  assert.deepEqual(run(settings.build, 'production', app), {
    status: 1,
    stderr:
      '.chalice/config.json has no stage production, but dev, prod: add it there, or deploy an environment of such a name.',
    called: '',
  })
})

test('Chalice packages any stage where its configuration has none', async () => {
  const app = chalice({ environment_variables: { TABLE: 'orders' } })
  const { text, settings } = await suggested(app.files)
  assert.doesNotMatch(text, /knows only/)
  assert.equal(run(settings.build, 'production', app).called, 'package --stage production .chalice/package\n')
})

test('stages whose names no environment may have are named without an option that would be refused', async () => {
  const { text } = await suggested(chalice({ stages: { Prod_1: {} } }).files)
  assert.match(text, /knows only Prod_1, .* names that environments may have/)
  assert.doesNotMatch(text, /--environments/)
})

const project = 'name: shop\nruntime: go\n'
const pulumi = (files: Files) => ({ files, tool: 'bin/pulumi' })

test('Pulumi selects a stack whose settings are committed, makes none, and stops at another', async () => {
  const app = pulumi({ 'Pulumi.yaml': project, 'Pulumi.dev.yaml': '', 'Pulumi.prod.yaml': '' })
  const { text, settings } = await suggested(app.files)
  assert.match(text, /^# Pulumi\.\*\.yaml knows only dev, prod, .* `--environments dev,prod`/m)
  assert.equal(
    run(settings.remove, 'prod', app).called,
    'stack select prod\ndestroy --yes --skip-preview --non-interactive\n',
  )
  for (const script of [settings.deploy, settings.remove])
    assert.deepEqual(run(script, 'production', app), {
      status: 1,
      stderr: 'There is no Pulumi.production.yaml: add it, or deploy an environment that has such a file.',
      called: '',
    })
})

test('Pulumi makes a stack of the name of the environment where no settings are committed', async () => {
  const app = pulumi({ 'Pulumi.yaml': project })
  const { text, settings } = await suggested(app.files)
  assert.doesNotMatch(text, /knows only/)
  assert.match(run(settings.remove, 'production', app).called, /^stack select --create production\n/)
})

test('Pulumi’s settings are looked for in the folder that the project names', async () => {
  const app = pulumi({ 'Pulumi.yaml': `${project}stackConfigDir: ./stacks/\n`, 'stacks/Pulumi.prod.yaml': '' })
  const { settings } = await suggested(app.files)
  assert.equal(run(settings.remove, 'prod', app).status, 0)
  assert.match(run(settings.remove, 'dev', app).stderr, /^There is no stacks\/Pulumi\.dev\.yaml/)
})

const inCloud = { 'main.tf': 'terraform {\n  backend "s3" {}\n}\nprovider "aws" {\n}\n' }
const terraform = (files: Files) => ({ files: { ...inCloud, ...files }, tool: 'bin/terraform' })

test('Terraform gets the variables of the environment, and stops at one that has none', async () => {
  const app = terraform({ 'environments/dev.tfvars': '', 'environments/prod.tfvars': '' })
  const { text, settings } = await suggested(app.files)
  assert.match(text, /^# environments\/\*\.tfvars knows only dev, prod, .* `--environments dev,prod`/m)
  assert.deepEqual(run(settings.remove, 'prod', app).called.split('\n').slice(0, -1), [
    'init -input=false',
    'workspace select -or-create prod',
    'destroy -input=false -auto-approve -var-file=environments/prod.tfvars',
  ])
  assert.match(
    settings.deploy ?? '',
    /terraform apply -input=false -auto-approve -var-file="environments\/\$TRELLIS_STAGE/,
  )
  for (const script of [settings.deploy, settings.remove])
    assert.deepEqual(run(script, 'production', app), {
      status: 1,
      stderr: 'There is no environments/production.tfvars: add it, or deploy an environment that has such a file.',
      called: '',
    })
})

test('Terraform keeps the state of an environment where its file says, in no workspace beside it', async () => {
  const app = terraform({ 'dev.tfvars': '', 'prod.tfvars': '', 'backends/prod.hcl': '', '.terraform.lock.hcl': '' })
  const { settings } = await suggested(app.files)
  assert.deepEqual(run(settings.remove, 'prod', app).called.split('\n').slice(0, -1), [
    'init -input=false -backend-config=backends/prod.hcl',
    'destroy -input=false -auto-approve -var-file=prod.tfvars',
  ])
  assert.match(run(settings.remove, 'dev', app).stderr, /^There is no backends\/dev\.hcl/)
})

test('Terraform asks for a workspace of the environment where nothing is committed for any', async () => {
  const app = terraform({ 'terraform.tfvars': '', 'all.auto.tfvars': '' })
  const { text, settings } = await suggested(app.files)
  assert.doesNotMatch(text, /knows only/)
  assert.match(
    run(settings.remove, 'prod', app).called,
    /workspace select -or-create prod\ndestroy -input=false -auto-approve\n$/,
  )
})

test('Terraform deploys a folder of a stage as that stage alone, with the state that it has', async () => {
  const files = { 'environments/dev/main.tf': inCloud['main.tf'], 'environments/prod/main.tf': inCloud['main.tf'] }
  const { text, settings } = await suggested(files)
  assert.match(text, /^# This folder knows only dev, .* `--environments dev`/m)
  const app = { files, tool: 'bin/terraform' }
  assert.equal(run(settings.remove, 'dev', app).called, 'init -input=false\ndestroy -input=false -auto-approve\n')
  assert.deepEqual(run(settings.remove, 'production', app), {
    status: 1,
    stderr: 'This is the configuration of dev, and the environment is production.',
    called: '',
  })
})
