import { z } from 'zod'
import { isOtherStage, stageWord } from '../cdk/stage-words.ts'
import { type SamConfig, sectionOf } from './sam-config.ts'
import { readYaml } from './serverless-files.ts'

/** A parameter of a template that names the stage, with the value that every environment gets. */
export interface SamStage {
  parameter: string
  value: string
  /** The file that gives it the value. */
  from: string
}

const isKey = /^(?:app|deploy(?:ment)?|target)?(?:stage|env|environment)(?:name)?$/i
const isStage = new RegExp(`^(?:${stageWord})$`, 'i')
const Template = z.object({
  Parameters: z.record(z.string(), z.object({ Default: z.unknown() }).catch({ Default: undefined })),
})

/** Those that a template gives a stage itself, or `[default]` of samconfig.toml, and that more than the address of an API reads. */
export function samStages(template: string, text: string, config: SamConfig): SamStage[] {
  const { data } = Template.safeParse(readYaml(text))
  const overridden = overridesOf(config)
  return Object.entries(data?.Parameters ?? {}).flatMap(([parameter, { Default }]) => {
    const value = overridden(parameter) ?? Default
    const from = overridden(parameter) === undefined ? template : 'samconfig.toml'
    const isFixed = isKey.test(parameter) && typeof value === 'string' && isStage.test(value)
    return isFixed && isRead(text, parameter) ? [{ parameter, value, from }] : []
  })
}

/** By a name of an API's stage no two environments meet: each has an API of its own. */
function isRead(text: string, parameter: string): boolean {
  const elsewhere = text
    .replace(
      new RegExp(String.raw`\bStageName['"]?\s*:\s*(?:!Ref\s+|\{?\s*['"]?Ref['"]?\s*:\s*)['"]?${parameter}\b`, 'g'),
      '',
    )
    .replace(new RegExp(String.raw`amazonaws\.com[^\s'"]*?/\$\{${parameter}\}`, 'g'), '')
  return new RegExp(String.raw`\bRef['"]?\s*:?\s*['"]?${parameter}\b|\$\{${parameter}\}`).test(elsewhere)
}

/** `Stage=prod Other="x"`, a list of such, or `ParameterKey=Stage,ParameterValue=prod`. */
function overridesOf(config: SamConfig): (parameter: string) => string | undefined {
  const said = [sectionOf(config, 'default', 'deploy').parameter_overrides ?? []].flat().join(' ')
  return parameter =>
    new RegExp(String.raw`(?:^|\s|ParameterKey=)${parameter}(?:=|,ParameterValue=)\\?["']?([\w-]+)`).exec(said)?.[1]
}

const meant = 'If it is meant, `allow: [fixed_stage]` in trellis.yml says so.'
const mend = (parameter: string, stage: string) =>
  `give each environment a section in samconfig.toml: [${stage}.deploy.parameters] with parameter_overrides = "${parameter}=${stage}"`

/** Said before: what `otherSamStage` will refuse. */
export const warnOfSamStage = ([fixed]: readonly SamStage[]): string | undefined =>
  fixed &&
  `${fixed.from} gives the parameter ${fixed.parameter} the value ${fixed.value}, for every environment alike: ${mend(fixed.parameter, 'NAME')}.`

/** Why a template would get the settings of another stage here. Whoever wrote a section for the environment has chosen. */
export function otherSamStage(
  { config, stages }: { config: SamConfig; stages: readonly SamStage[] },
  { stage, isOnly }: { stage: string; isOnly: boolean },
): { message: string; hint: string } | undefined {
  const other = stages.find(({ value }) => isOtherStage(value, stage, isOnly))
  if (!other || config[stage] !== undefined) return undefined
  const { from, parameter, value } = other
  const how = mend(parameter, stage)
  return {
    message: `${from} gives the parameter ${parameter} the value ${value}: ${stage} would get the names and settings of ${value}.`,
    hint: `${how[0]?.toUpperCase()}${how.slice(1)}. ${meant}`,
  }
}
