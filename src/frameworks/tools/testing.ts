import assert from 'node:assert/strict'
import type { StackNames } from '../../contract/app.ts'
import { planFor } from '../plan.ts'
import { treeOf } from '../testing.ts'
import { toolCommands } from './commands.ts'
import type { Target } from './tool.ts'

export const wants = (packages: Record<string, string>) => JSON.stringify({ name: 'shop', devDependencies: packages })
export const service = { 'serverless.yml': 'service: shop\nprovider:\n  name: aws\n' }

export async function planOf(files: Record<string, string>, path = '.') {
  const planned = await planFor(treeOf(files), path)
  assert.ok('plan' in planned, JSON.stringify(planned))
  return planned.plan
}
export async function refused(files: Record<string, string>) {
  const planned = await planFor(treeOf(files), '.')
  return 'failure' in planned ? `${planned.failure.code}: ${planned.failure.message}` : 'planned'
}

export const template = 'Transform: AWS::Serverless-2016-10-31\nResources: {}\n'

export const target: Target = {
  app: 'shop',
  environment: 'staging',
  installation: 'home-1',
  stage: 'staging',
  region: 'eu-central-1',
  setting: 'auto',
  manager: 'npm',
}

export async function commandsOf(files: Record<string, string>, setting: StackNames = 'auto') {
  const plan = await planOf(files)
  assert.ok(plan.deploy.kind === 'tool', plan.deploy.kind)
  const { build, deploy, remove, artifact } = toolCommands(plan.deploy.app, {
    ...target,
    setting,
    manager: plan.packages.manager,
  })
  const said = (command: typeof build) => (command && 'argv' in command ? command.argv.join(' ') : null)
  return { build: said(build), deploy: said(deploy), remove: said(remove), artifact }
}
