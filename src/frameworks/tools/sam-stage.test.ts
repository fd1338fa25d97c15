import assert from 'node:assert/strict'
import { test } from 'node:test'
import { otherSamStage } from './sam-stage.ts'
import { planOf, template } from './testing.ts'

const asking = `Resources:\n  Orders:\n    Type: AWS::Serverless::SimpleTable\n    Properties: { TableName: !Sub "orders-\${Stage}" }\n`
const of = (name: string, value: string, resources = asking) =>
  `${template.replace('Resources: {}\n', '')}Parameters:\n  ${name}:\n    Type: String\n    Default: ${value}\n${resources}`

async function samOf(text: string, config = '') {
  const plan = await planOf({ 'template.yaml': text, ...(config && { 'samconfig.toml': config }) })
  assert.ok(plan.deploy.kind === 'tool' && plan.deploy.app.tool === 'sam')
  const { app } = plan.deploy
  const refused = (stage: string, isOnly = false) => otherSamStage(app, { stage, isOnly })
  return { refused, warning: plan.detected.warning }
}

test('a template that names its stage by itself is warned of, and refused in the environment of another one', async () => {
  const { refused, warning } = await samOf(of('Stage', 'dev'))
  assert.match(warning ?? '', /template\.yaml gives the parameter Stage the value dev, for every environment alike/)
  for (const stage of ['staging', 'production', 'blue'])
    assert.match(refused(stage)?.message ?? '', new RegExp(`${stage} would get the names and settings of dev`))
  assert.match(
    refused('production')?.hint ?? '',
    /^Give.*\[production\.deploy\.parameters\].*"Stage=production"\. .*allow: \[fixed_stage\]/,
  )
  for (const stage of ['dev', 'development', 'development-eu']) assert.equal(refused(stage), undefined, stage)
  assert.equal(refused('blue', true), undefined)
})

test('what samconfig.toml overrides for all environments goes before the default, and a section of its own before both', async () => {
  for (const said of ['"A=1 Stage=prod"', '["Stage=\\"prod\\""]', '"ParameterKey=Stage,ParameterValue=prod"']) {
    const { refused } = await samOf(of('Stage', 'dev'), `[default.deploy.parameters]\nparameter_overrides = ${said}\n`)
    assert.match(
      refused('development')?.message ?? '',
      /^samconfig\.toml gives the parameter Stage the value prod/,
      said,
    )
    assert.equal(refused('production'), undefined)
  }
  const own = '[development.deploy.parameters]\nparameter_overrides = "Stage=prod"\n'
  assert.equal((await samOf(of('Stage', 'prod'), own)).refused('development'), undefined)
})

test('a parameter that names no stage, or that only the address of an API holds, refuses nobody', async () => {
  const address = `Resources:\n  Api:\n    Type: AWS::Serverless::Api\n    Properties:\n      StageName: !Ref Stage\nOutputs:\n  Url:\n    Value: !Sub https://\${Api}.execute-api.\${AWS::Region}.amazonaws.com/\${Stage}/orders\n`
  for (const text of [
    of('Stage', 'Prod', address),
    of('Stage', 'blue'),
    of('TableName', 'prod'),
    of('Stage', 'prod', 'Resources: {}\n'),
    template,
  ]) {
    const { refused, warning } = await samOf(text)
    assert.deepEqual([refused('development'), warning], [undefined, null], text)
  }
})
