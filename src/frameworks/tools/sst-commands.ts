import { runInstalled } from '../packages/install.ts'
import { joinPath } from '../reader.ts'
import type { SstApp, Target, ToolCommands } from './tool.ts'

export function sstCommands(app: SstApp, { stage, region, manager }: Target): ToolCommands {
  const command = <P extends 'deploy' | 'remove'>(phase: P) => ({
    phase,
    cwd: app.folder,
    argv: runInstalled(manager, 'sst', phase, '--stage', stage, '--region', region),
  })
  return {
    build: null,
    buildAsksCloud: false,
    deploy: command('deploy'),
    remove: command('remove'),
    artifact: null,
    python: null,
    env: { SST_TELEMETRY_DISABLED: '1' },
    profiles: app.profiles,
  }
}

/** By stack, as the tool leaves them. */
export const sstOutputs = (app: SstApp): string => joinPath(app.folder, '.sst/outputs.json')
