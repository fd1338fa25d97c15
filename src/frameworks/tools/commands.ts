import { samCommands } from './sam-commands.ts'
import { serverlessCommands } from './serverless-commands.ts'
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
