import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { bundleLambdas } from '../../infra/bundle.ts'
import { findServer } from '../../src/cli/connection.ts'
import type { RunningMinistack } from '../../src/emulator/ministack.ts'
import { environmentOf } from '../../tests/e2e/aws/functions.ts'
import { cloudEnvironment } from '../../tests/support/emulator.ts'
import { figure, type Row, withGoal } from '../row.ts'

const run = promisify(execFile)
const rounds = 7
const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** Loads a handler and calls it once. Tells how long after the start of its process it has answered. */
const once = `
const [file, event] = process.argv.slice(1)
const { handler } = await import(file)
const { statusCode } = await handler(JSON.parse(event), { getRemainingTimeInMillis: () => 29_000 })
console.log(JSON.stringify({ statusCode, ms: performance.now() }))
process.exit(0)
`

interface Place {
  folder: string
  home: string
  emulator: RunningMinistack
}

/** An authenticated read as the first call of a fresh process, and an empty handler's beside it, in turns. */
export async function measureColdRead({ folder, home, emulator }: Place): Promise<Row[]> {
  const bundles = join(folder, 'bundles')
  await mkdir(bundles, { recursive: true })
  await bundleLambdas(bundles)
  const empty = join(folder, 'empty.mjs')
  await writeFile(empty, 'export const handler = async () => ({ statusCode: 200 })\n')
  const { url, token } = findServer(home, {})
  const own = await environmentOf(emulator.endpoint, 'HttpFunction')
  const env = { PATH: process.env.PATH, ...own, ...cloudEnvironment(emulator) }
  const host = new URL(own.TRELLIS_API_URL ?? url).host
  const path = '/api/v1/apps'
  const event = {
    ...{ version: '2.0', routeKey: '$default', rawPath: path, rawQueryString: '', isBase64Encoded: false },
    headers: { host, authorization: `Bearer ${token}` },
    requestContext: { domainName: host, stage: '$default', http: { method: 'GET', path, sourceIp: '127.0.0.1' } },
  }
  const call = async (file: string): Promise<number> => {
    const args = ['--input-type=module', '-e', once, file, JSON.stringify(event)]
    const { stdout } = await run(process.execPath, args, { env })
    const answer = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { statusCode: number; ms: number }
    if (answer.statusCode !== 200) throw new Error(`the first read was answered with ${answer.statusCode}`)
    return answer.ms
  }
  const reads: number[] = []
  const empties: number[] = []
  for (let round = 0; round < rounds; round++) {
    reads.push(await call(join(bundles, 'http/index.mjs')))
    empties.push(await call(empty))
  }
  return [
    withGoal(
      "first authenticated read of a fresh process, over an empty handler's",
      median(reads) - median(empties),
      'ms',
      400,
    ),
    figure('the empty handler itself', median(empties), 'ms'),
  ]
}
