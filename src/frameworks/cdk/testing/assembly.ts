import type { JobSpec, Naming } from '../../../contract/job.ts'
import { type AssemblyFiles, loadAssembly } from '../assembly.ts'
import type { Json, JsonObject } from '../json.ts'

export const accountId = '111111111111'
export const region = 'eu-central-1'
// biome-ignore lint/suspicious/noTemplateCurlyInString: this is CloudFormation's own syntax
export const ownStackName = '${AWS::StackName}'

export interface StackFixture {
  name: string
  template: JsonObject
  environment?: string
  dependencies?: string[]
  /** Templates of nested stacks, by file name, with the digest under which they are shipped. */
  nested?: Record<string, { digest: string; template: JsonObject }>
  tags?: JsonObject
}

const digestOf = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-f0-9]/g, '0')
    .padEnd(64, '0')
export const templateDigest = digestOf

/** An assembly as the CDK writes it, as far as names stand in it. */
export async function assemblyOf(
  stacks: readonly StackFixture[],
  more: Record<string, Json> = {},
): Promise<AssemblyFiles> {
  const files: Record<string, Json> = { ...more }
  const artifacts: JsonObject = {}
  for (const { name, template, environment, dependencies = [], nested = {}, tags } of stacks) {
    const shipped = { [digestOf(name)]: `${name}.template.json` }
    for (const [path, each] of Object.entries(nested)) {
      shipped[each.digest] = path
      files[path] = each.template
    }
    files[`${name}.template.json`] = template
    const assets = Object.entries(shipped).map(([digest, path]) => {
      const destinations = { here: { bucketName: 'assets', objectKey: `${digest}.json` } }
      return [digest, { source: { path, packaging: 'file' }, destinations }]
    })
    files[`${name}.assets.json`] = { version: '55.0.0', files: Object.fromEntries(assets), dockerImages: {} }
    artifacts[`${name}.assets`] = { type: 'cdk:asset-manifest', properties: { file: `${name}.assets.json` } }
    artifacts[name] = {
      type: 'aws:cloudformation:stack',
      environment: environment ?? 'aws://unknown-account/unknown-region',
      properties: {
        templateFile: `${name}.template.json`,
        stackTemplateAssetObjectUrl: `s3://assets/${digestOf(name)}.json`,
        ...(tags && { tags }),
      },
      dependencies: [...dependencies, `${name}.assets`],
    }
  }
  const own = more['manifest.json'] as JsonObject | undefined
  files['manifest.json'] = { version: '55.0.0', artifacts: { ...artifacts, ...((own?.artifacts as JsonObject) ?? {}) } }
  return await loadAssembly(async path => (path in files ? JSON.stringify(files[path]) : undefined))
}

export const namingOf = (
  mode: Naming['mode'],
  stacks: readonly (readonly [original: string, name: string])[],
  fixedNames: Naming['fixedNames'] = [],
): Naming => ({ mode, accountId, region, stacks: stacks.map(([original, name]) => ({ original, name })), fixedNames })

export const sibling = (
  environment: string,
  more: Partial<JobSpec['siblings'][number]> = {},
): JobSpec['siblings'][number] => ({ environment, accountId, region, naming: null, ...more })
