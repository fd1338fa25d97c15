import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type RunningMinistack, startMinistack } from '../src/emulator/ministack.ts'
import { surroundings } from '../src/runner/isolation/surroundings.ts'
import { type ServerSettings, startTrellis, type TrellisServer } from './server.ts'

const region = 'us-east-1'
const keys = { accessKeyId: 'bench', secretAccessKey: 'bench-secret-key' }

/** Trellis, a cloud to deploy to, and a folder for everything else. */
export interface Place {
  readonly folder: string
  readonly emulator: RunningMinistack
  readonly server: TrellisServer
  readonly signal: AbortSignal
}

export const account = 'emulator'

/** Starts both; whatever was started ends with `ends`. */
export async function makePlace(
  folder: string,
  ends: AsyncDisposableStack,
  signal: AbortSignal,
  settings: ServerSettings = {},
): Promise<Place> {
  const emulator = await startMinistack()
  ends.defer(() => emulator.stop())
  const server = await startTrellis(join(folder, 'trellis'), join(folder, 'compile-cache'), settings)
  ends.defer(() => server.stop())
  const { client } = server
  const credentials = { kind: 'keys', ...keys } as const
  await client.call('addAccount', { body: { name: account, region, endpointUrl: emulator.endpoint, credentials } })
  await client.call('bootstrapAccount', { params: { account }, body: {} })
  return { folder, emulator, server, signal }
}

/** What the script runs with: the very Node, npm and way to the registry that Trellis gives to its steps. */
export async function scriptEnvironment({ folder, emulator }: Place): Promise<Record<string, string>> {
  const home = join(folder, 'script-home')
  await mkdir(home, { recursive: true })
  return {
    ...surroundings(process.env, process.execPath).env,
    HOME: home,
    npm_config_cache: join(home, 'npm'),
    NPM_CONFIG_UPDATE_NOTIFIER: 'false',
    AWS_ENDPOINT_URL: emulator.endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
  }
}
