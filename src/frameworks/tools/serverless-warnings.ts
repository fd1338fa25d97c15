import type { Folder } from '../folder.ts'
import { type FixedStage, warnOfFixed } from './serverless-fixed.ts'
import { warnOfLookups } from './serverless-lookups.ts'
import { warnOfRequirements } from './serverless-python.ts'
import type { StageSettings } from './serverless-settings.ts'
import { isOneForAll } from './serverless-stack-name.ts'
import { warnOfStages } from './stage-names.ts'

interface Configuration {
  file: string
  text: string
  isCode: boolean
  fixed: readonly FixedStage[]
  settings: StageSettings
}

/** What is deployed all the same, and hardly meant. */
export async function warningsOf(configuration: Configuration, folder: Folder): Promise<string[]> {
  const { file, text, isCode, fixed, settings } = configuration
  const warnings = [
    warnOfStages(`${file} has settings`, settings.stages, settings.otherwise),
    warnOfFixed(file, fixed),
    fixed.length === 0 && isOneForAll(text, isCode)
      ? `stackName in ${file} is the same for all stages: a second environment is refused in the same account and region. Let it contain the stage.`
      : undefined,
    ...(isCode ? [] : [warnOfLookups(file, text), await warnOfRequirements(file, text, folder)]),
  ]
  return warnings.filter(warning => warning !== undefined)
}
