import { request } from 'node:http'
import type { TestContext } from 'node:test'
import { type RunningMinistack, type StartOptions, startMinistack } from '../../src/emulator/ministack.ts'

/** The one account of the emulator. */
export const emulatorAccount = '000000000000'
export const emulatorRegion = 'us-east-1'

/** An emulator of this test's own, which ends with it. */
export async function emulatorFor(t: Pick<TestContext, 'after'>, options?: StartOptions): Promise<RunningMinistack> {
  const emulator = await startMinistack(options)
  t.after(() => emulator.stop())
  return emulator
}

/** What every AWS SDK client needs to talk to it. */
export function clientConfig({ endpoint }: Pick<RunningMinistack, 'endpoint'>) {
  return { endpoint, region: emulatorRegion, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
}

/** What the CDK command line and every other AWS tool needs to talk to it. */
export function cloudEnvironment({ endpoint }: Pick<RunningMinistack, 'endpoint'>): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: emulatorRegion,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  }
}

/** Our own environment, without what would make a `node --test` below this one run nothing and report success. */
export function environmentForTests(): NodeJS.ProcessEnv {
  const { NODE_TEST_CONTEXT: _, ...rest } = process.env
  return rest
}

/** Asks the deployed HTTP API whose id or `*.execute-api.*` address is given, whatever the machine's DNS thinks of it. */
export async function askApi({ port }: Pick<RunningMinistack, 'port'>, api: string, path = '/'): Promise<Response> {
  const id = api.replace(/^https?:\/\//, '').split('.')[0]
  const headers = { host: `${id}.execute-api.localhost:${port}` }
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, headers, timeout: 30_000 }, async answer => {
      const body = Buffer.concat(await answer.toArray())
      resolve(new Response(body, { status: answer.statusCode ?? 500 }))
    })
    asked.on('error', reject).on('timeout', () => asked.destroy(new Error(`no answer from ${headers.host}`)))
    asked.end()
  })
}
