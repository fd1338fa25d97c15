import { z } from 'zod'
import type { Failure } from '../../contract/deployment.ts'
import { failure } from '../../core/failures.ts'
import { runInstalled } from '../packages/install.ts'
import { joinPath } from '../reader.ts'
import type { ServerlessApp, Target, ToolCommands } from './tool.ts'

const packaged = '.serverless'

/** `--stage` is the tool's own way to keep environments apart. */
export function serverlessCommands(app: ServerlessApp, { stage, region, manager }: Target): ToolCommands {
  const where = ['--stage', stage, '--region', region]
  const command = <P extends 'build' | 'deploy' | 'remove'>(phase: P, name: string, ...more: string[]) => ({
    phase,
    cwd: app.folder,
    argv: runInstalled(manager, app.program, name, ...where, ...more),
  })
  return {
    build: command('build', 'package'),
    buildAsksCloud: app.asksCloud,
    deploy: command('deploy', 'deploy', '--package', packaged),
    remove: command('remove', 'remove'),
    artifact: joinPath(app.folder, packaged),
    python: null,
    env: { SLS_TELEMETRY_DISABLED: '1', SLS_NOTIFICATIONS_MODE: 'off', SLS_INTERACTIVE_SETUP_ENABLE: '0' },
    profiles: app.profiles,
  }
}

/** Written by `package`, all variables resolved. */
export const stateFile = (app: ServerlessApp): string => joinPath(app.folder, `${packaged}/serverless-state.json`)

const State = z.object({
  service: z.object({
    service: z.string(),
    provider: z.object({ stackName: z.string().optional(), name: z.string().optional() }),
  }),
})

/** The stack that the service becomes. Undefined: the state is not understood. */
export function serverlessStack(state: string, stage: string): string | undefined {
  try {
    const { service, provider } = State.parse(JSON.parse(state)).service
    return provider.stackName ?? `${service}-${stage}`
  } catch {
    return undefined
  }
}

/** A stack of one name for all stages would be handed from one environment to the next. The tool tags each with its stage. */
export function checkServerlessStack(
  name: string,
  tags: Readonly<Record<string, string>>,
  stage: string,
): Failure | undefined {
  const standing = tags.STAGE
  if (standing === undefined || standing === stage) return undefined
  return failure(
    'stack_of_another_environment',
    null,
    `The stack ${name} stands already, as the stage ${standing}; this environment is the stage ${stage}.`,
    'Let `provider.stackName` of the service differ by stage.',
  )
}
