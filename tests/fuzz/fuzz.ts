import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { listen, urlOf } from '../../src/entry/listen.ts'
import { type CallerName, credentialsOf, openAccessScene } from '../access/scene.ts'
import { ensureSchemathesis } from './schemathesis.ts'

export const fuzzed = [
  'anonymous',
  'stranger',
  'viewer',
  'deployer',
  'admin',
  'staging',
] as const satisfies CallerName[]

const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
]

/** A deployment that never ends can be waited for up to a minute: the fuzzer has better things to do. */
function impatient(url: string): string {
  const asked = new URL(url)
  const within = Number(asked.searchParams.get('within') ?? 1)
  if (asked.pathname.endsWith('/end') && within > 0 && within <= 60) asked.searchParams.set('within', '0')
  return asked.href
}

export interface Findings {
  ok: boolean
  requests: number
  report: string
}

/** Asks the API all that its description allows, and what it forbids, for some seconds: as each of these in turn. */
export async function fuzz(callers: readonly CallerName[], seconds: number, seed: number): Promise<Findings> {
  const python = await ensureSchemathesis()
  const { api, world } = await openAccessScene()
  let requests = 0
  const broken: string[] = []
  const server = await listen(
    async request => {
      const caller = callers[requests % callers.length] ?? 'anonymous'
      requests += 1
      const asked = new Headers({ ...Object.fromEntries(request.headers), ...credentialsOf(caller) })
      // Each from an address of its own: who guesses too often is told only that.
      asked.set('x-test-caller', String(requests))
      const answer = await api.fetch(new Request(impatient(request.url), new Request(request, { headers: asked })))
      // The next time it is asked by somebody else, so that the fuzzer may not see it again.
      if (answer.status >= 500) broken.push(`${answer.status} for ${request.method} ${request.url} as ${caller}`)
      return answer
    },
    { host: '127.0.0.1', port: 0 },
  )
  const folder = await mkdtemp(join(tmpdir(), 'trellis-fuzz-'))
  try {
    const url = urlOf(server, '127.0.0.1')
    const description = await api.request('/api/openapi.json', {
      headers: { host: new URL(url).host, authorization: 'Bearer the-right-token' },
    })
    const schema = join(folder, 'openapi.json')
    await writeFile(schema, await description.text())
    const child = spawn(
      python,
      [
        ...['-m', 'schemathesis.cli', 'run', schema, '--url', url, '--checks', checks.join(',')],
        ...['--max-time', String(seconds), '--seed', String(seed), '--no-color', '--continue-on-failure'],
        ...['--generation-database', 'none', '--warnings', 'off', '--max-failures', '10', '--request-timeout', '10'],
      ],
      { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
    )
    const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
    const report = [...broken, out, err].join('\n')
    return { ok: code === 0 && broken.length === 0, requests, report }
  } finally {
    server.closeAllConnections()
    server.close()
    world.close()
    await rm(folder, { recursive: true, force: true })
  }
}
