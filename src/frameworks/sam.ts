import type { Detector, Finding } from './finding.ts'
import { type Folder, firstOf } from './folder.ts'
import type { Need } from './needs.ts'
import { bySam, samBuild } from './sam-instead.ts'
import { samBucketOfAnother, samSections, samUsesContainer } from './tools/sam-commands.ts'
import { readSamConfig } from './tools/sam-config.ts'
import { samStages, warnOfSamStage } from './tools/sam-stage.ts'
import { warnOfStages } from './tools/stage-names.ts'
import type { SamApp } from './tools/tool.ts'

const templates = ['template.yaml', 'template.yml', 'template.json']

/** What the CDK leaves in every template it writes. */
const writtenByCdk = /aws:cdk:path|AWS::CDK::Metadata|cdk-bootstrap\/|aws:asset:path/

/** The templates that it takes in as applications of its own stack. */
const nested = /\bLocation['"]?\s*:\s*['"]?(?:\.\/)?([\w-][\w./-]*)\/template\.(?:ya?ml|json)\b/g

/** AWS SAM. A template that was synthesised by the CDK and committed is none. */
export const sam: Detector = async folder => {
  for (const template of templates) {
    const text = (await folder.read(template)) ?? ''
    if (!/AWS::Serverless-\d{4}-\d{2}-\d{2}/.test(text) || writtenByCdk.test(text)) continue
    const reasons = [`${template} uses the SAM transform`]
    const config = readSamConfig(await folder.read('samconfig.toml'))
    if (!config)
      return {
        framework: 'sam',
        reasons: [...reasons, 'samconfig.toml is not valid TOML'],
        supported: false,
        mend: 'Mend samconfig.toml: SAM itself cannot read it either.',
      }
    // Its settings are read; those in YAML name stacks and buckets which would be passed over.
    const yaml = firstOf(folder, ['samconfig.yaml', 'samconfig.yml'])
    if (yaml && !folder.names.has('samconfig.toml'))
      return {
        framework: 'sam',
        reasons: [...reasons, `only samconfig.toml can be read yet, not ${yaml}`],
        supported: false,
        instead: () => byYaml(template, yaml),
      }
    const stages = samStages(template, text, config)
    const tool: SamApp = { tool: 'sam', folder: folder.path, template, config, stages }
    const otherwise = 'an environment of another name is refused'
    const sections = warnOfStages('samconfig.toml has sections', samSections(tool), otherwise)
    const fixed = sections === undefined ? warnOfSamStage(stages) : undefined
    const warning = [sections, fixed, samBucketOfAnother(tool)].filter(Boolean).join(' ')
    const called =
      tool.config.default?.deploy?.parameters?.stack_name ?? tool.config.default?.global?.parameters?.stack_name
    return {
      framework: 'sam',
      reasons,
      supported: true,
      called,
      parts: [...text.matchAll(nested)].flatMap(([, folder]) => folder ?? []),
      tool,
      needs: needsOf(tool, text),
      ...(warning && { warning }),
    }
  }
  const config = firstOf(folder, ['samconfig.toml', 'samconfig.yaml', 'samconfig.yml'])
  // People debug CDK apps with `sam local`, which leaves its settings beside cdk.json.
  if (folder.names.has('cdk.json')) return undefined
  if (!config) return await underOtherName(folder)
  return {
    framework: 'sam',
    reasons: [`${config} configures the SAM CLI`, `no ${templates[0]} with the SAM transform lies beside it`],
    supported: false,
    mend: `Commit the template beside it under the name ${templates[0]}, or name the folder of one by the app's --path.`,
  }
}

const otherName = /^(?!packaged)(?:sam|.*template)[\w.-]*\.(?:ya?ml|json)$/
const itsTransform = /^["\s{]*Transform["']?\s*:[\s\S]{0,80}AWS::Serverless-\d{4}-\d{2}-\d{2}/m

/** A template that SAM takes only by `--template-file`. */
async function underOtherName(folder: Folder): Promise<Finding | undefined> {
  for (const file of [...folder.names].filter(each => otherName.test(each)).sort()) {
    const text = (await folder.read(file)) ?? ''
    if (!itsTransform.test(text) || writtenByCdk.test(text)) continue
    return {
      framework: 'sam',
      reasons: [`${file} uses the SAM transform, under another name than ${templates[0]}`],
      supported: false,
      instead: () => bySam('.aws-sam/build/template.yaml', { build: samBuild(` --template-file ${file}`) }),
    }
  }
  return undefined
}

const byYaml = (template: string, config: string) =>
  bySam('.aws-sam/build/template.yaml', {
    build: samBuild(` --template-file ${template} --config-file ${config}`),
    options: ` --config-file ${config}`,
  })

function needsOf(app: SamApp, text: string): Need[] {
  if (samUsesContainer(app))
    return [{ kind: 'containers', at: 'build', because: 'samconfig.toml has it built in a container (use_container)' }]
  if (/\bPackageType['"]?\s*:\s*['"]?Image\b/.test(text))
    return [{ kind: 'containers', at: 'build', because: `${app.template} has an image built (PackageType: Image)` }]
  return []
}
