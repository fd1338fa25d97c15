import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openFolder } from './folder.ts'
import { stageFiles } from './stage-files.ts'
import { treeOf } from './testing.ts'

const names = /(?:^|\/)(?:vars-)?(?<stage>[^./]+)\.tfvars$/

async function seen(...paths: string[]) {
  const folder = await openFolder(treeOf(Object.fromEntries(paths.map(path => [path, '']))), '.')
  const found = await stageFiles(folder, names)
  return found && [found.path('X'), ...found.stages]
}

const laid: Record<string, [files: string[], seen: string[] | undefined]> = {
  'beside the configuration': [
    ['prod.tfvars', 'dev.tfvars', 'main.tf'],
    ['X.tfvars', 'dev', 'prod'],
  ],
  'with a word before each': [
    ['vars-prod.tfvars', 'vars-dev.tfvars'],
    ['vars-X.tfvars', 'dev', 'prod'],
  ],
  'in a folder of theirs': [
    ['main.tf', 'environments/prod.tfvars'],
    ['environments/X.tfvars', 'prod'],
  ],
  'beside one that is for all': [
    ['envs/common.tfvars', 'envs/qa.tfvars', 'terraform.tfvars'],
    ['envs/X.tfvars', 'qa'],
  ],
  'each in a folder of its own': [
    ['env/prod/terraform.tfvars', 'env/dev/terraform.tfvars', 'env/dev/README.md'],
    ['env/X/terraform.tfvars', 'dev', 'prod'],
  ],
  'of which each is an app of its own': [['env/prod/terraform.tfvars', 'env/prod/main.tf'], undefined],
  'that the tool takes by itself': [['terraform.tfvars', 'prod.auto.tfvars'], undefined],
  'that are there to be copied': [['example.tfvars', 'prod.tfvars.example'], undefined],
}
for (const [words, [files, expected]] of Object.entries(laid))
  test(`the files of stages are found ${words}`, async () => assert.deepEqual(await seen(...files), expected))
