import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { timed } from './measure.ts'
import { runTool } from './run-tool.ts'

/** Milliseconds. `synth` and `cloud` are parts of `deploy`, as the CDK itself tells them. */
export interface ScriptRun {
  readonly clone: number
  readonly install: number
  readonly deploy: number
  readonly synth: number
  readonly cloud: number
  readonly total: number
}

export interface Script {
  /** A path on this machine, so that git links its objects instead of copying them. */
  readonly repository: string
  /** Where to clone to; emptied first, which is not timed. */
  readonly folder: string
  /** With a warm npm cache in `npm_config_cache`, and the cloud's credentials. */
  readonly env: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | undefined
}

/**
 * What a team has without Trellis: the script that everybody writes first.
 *
 *     git clone REPOSITORY app && cd app && npm ci && npx cdk deploy --require-approval never
 *
 * Whatever makes it quicker without changing what it does is switched on: no audit, no look at the registry for what is
 * in the cache, no look for news about the CDK, and the CDK's own program without npx before it.
 */
export async function deployByScript({ repository, folder, env, signal }: Script): Promise<ScriptRun> {
  await rm(folder, { recursive: true, force: true })
  const app = {
    cwd: folder,
    env: { ...env, CDK_DISABLE_VERSION_CHECK: '1', CDK_DISABLE_CLI_TELEMETRY: 'true' },
    signal,
  }
  const clone = await timed(() => runTool(['git', 'clone', '--quiet', repository, folder], { cwd: '/', env, signal }))
  const install = await timed(() => runTool(['npm', 'ci', '--prefer-offline', '--no-audit', '--no-fund'], app))
  const cdk = join(folder, 'node_modules', '.bin', 'cdk')
  const deploy = await timed(() => runTool([cdk, 'deploy', '--require-approval', 'never', '--no-notices'], app))
  return {
    clone: clone.ms,
    install: install.ms,
    deploy: deploy.ms,
    synth: told(deploy.result, 'Synthesis'),
    cloud: told(deploy.result, 'Deployment'),
    total: clone.ms + install.ms + deploy.ms,
  }
}

/** The CDK prints `✨  Synthesis time: 3.21s` and `✨  Deployment time: 1.02s`. */
function told(output: string, what: string): number {
  const seconds = new RegExp(`${what} time: ([\\d.]+)s`).exec(output)?.[1]
  if (seconds === undefined) throw new Error(`The CDK told no ${what.toLowerCase()} time:\n${output.slice(-2_000)}`)
  return Number(seconds) * 1000
}
