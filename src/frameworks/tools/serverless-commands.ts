import { z } from 'zod'
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
    artifact: packagedIn(app),
    python: null,
    // Not SLS_INTERACTIVE_SETUP_ENABLE: whatever it says, also `0`, it draws a spinner into the log, which CI keeps away.
    env: { SLS_TELEMETRY_DISABLED: '1', SLS_NOTIFICATIONS_MODE: 'off' },
    profiles: app.profiles,
  }
}

/** Where `package` puts what it made. */
export const packagedIn = (app: ServerlessApp): string => joinPath(app.folder, packaged)

/** Written by `package`, all variables resolved. */
export const stateFile = (app: ServerlessApp): string => `${packagedIn(app)}/serverless-state.json`

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

/**
 * The tool reads its service back from the package that it deploys, and writes `provider.stackTags` onto the stack: from the
 * moment at which that is created.
 */
export function withStackTags(state: string, tags: Readonly<Record<string, string>>): string {
  const whole = WholeState.parse(JSON.parse(state))
  const { provider } = whole.service
  return JSON.stringify({
    ...whole,
    service: { ...whole.service, provider: { ...provider, stackTags: { ...provider.stackTags, ...tags } } },
  })
}

const WholeState = z.looseObject({
  service: z.looseObject({
    provider: z.looseObject({ stackTags: z.record(z.string(), z.unknown()).nullish() }),
  }),
})
