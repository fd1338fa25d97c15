import type { Failure } from '../../contract/deployment.ts'
import { checkSamSection, samCommands } from './sam-commands.ts'
import { serverlessCommands } from './serverless-commands.ts'
import { checkFixedStage } from './serverless-fixed.ts'
import { checkSettings } from './serverless-settings.ts'
import { sstCommands } from './sst-commands.ts'
import type { Target, ToolApp, ToolCommands } from './tool.ts'

/** What the tool is told to do for one environment. */
export function toolCommands(app: ToolApp, target: Target): ToolCommands {
  switch (app.tool) {
    case 'serverless':
      return serverlessCommands(app, target)
    case 'sam':
      return samCommands(app, target)
    case 'sst2':
      return sstCommands(app, target)
  }
}

/** Whether this environment would get what is another's. */
export function checkStage(app: ToolApp, stage: string, region: string): Failure | undefined {
  switch (app.tool) {
    case 'serverless':
      return checkFixedStage(app, stage, region) ?? checkSettings(app, stage)
    case 'sam':
      return checkSamSection(app, stage)
    case 'sst2':
      return undefined
  }
}
