import type { Failure } from '../../contract/deployment.ts'
import { failure } from '../../core/failures.ts'
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

/** Which SST 2 itself writes onto every stack; without the app's name, where code makes it up, all of the stage. */
export const sstTags = (app: SstApp, stage: string): Record<string, string> => ({
  'sst:stage': stage,
  ...(app.name !== undefined && { 'sst:app': app.name }),
})

/** Of an environment that has no stacks yet: what stands under its names is somebody else's. Trellis cannot tag the stacks of SST. */
export function checkSstStacks(
  standing: readonly string[],
  { app, environment, stage, setting }: Target,
): Failure | undefined {
  if (standing.length === 0 || setting === 'keep') return undefined
  return failure(
    'stack_exists',
    null,
    `Stacks of SST's stage ${stage} stand already in this account, and this environment did not make them: ${standing.join(', ')}.`,
    `\`trellis environment set ${app} ${environment} --stack-names keep\` adopts them: this deployment would then update them. Another \`name\` in sst.config makes stacks beside them, and leaves them alone.`,
  )
}
