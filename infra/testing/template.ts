import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { App, Validations } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { AwsSolutionsChecks } from 'cdk-nag'
import { lambdas } from '../bundle.ts'
import { TrellisStack } from '../trellis-stack.ts'

const outdir = mkdtempSync(join(tmpdir(), 'trellis-template-'))
after(() => rmSync(outdir, { recursive: true, force: true }))

// What is in them is nothing that a template could be wrong about.
const bundles = join(outdir, 'bundles')
mkdirSync(bundles)
writeFileSync(join(bundles, 'runner.tgz'), 'runner')
for (const name of lambdas) {
  mkdirSync(join(bundles, name), { recursive: true })
  writeFileSync(join(bundles, name, 'index.mjs'), name)
}

/** @throws for whatever CloudFormation would refuse, and every finding of cdk-nag that nobody explained. */
export function synthesised(change: (stack: TrellisStack) => void = () => undefined): Template {
  // The rules of cfn-lint, which the CDK brings along: a finding is an error.
  const context = { '@aws-cdk/core:validateAgainstDefaultRules': true }
  const app = new App({ outdir: mkdtempSync(join(outdir, 'cdk-')), context })
  const stack = new TrellisStack(app, 'Trellis', { bundles, version: '1.2.3' })
  change(stack)
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  app.synth()
  return Template.fromStack(stack)
}

/** That of an installation. */
export const template = synthesised()

/** Of all its resources of a type. */
export const propertiesOf = (type: string) => Object.values(template.findResources(type)).map(one => one.Properties)

/** What somebody may do. */
export interface Statement {
  Action: string | string[]
  Resource: unknown
  Effect: string
  Condition?: Record<string, Record<string, unknown>>
}

/** Of all policies that an installation makes for its own roles. */
export const statements: Statement[] = propertiesOf('AWS::IAM::Policy').flatMap(
  policy => policy.PolicyDocument.Statement,
)
export const listed = (value: string | string[]): string[] => [value].flat()
