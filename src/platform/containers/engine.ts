import { request } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

/** Docker's HTTP API at a socket of this machine; Podman serves the same. */
export interface Engine {
  readonly socket: string
  /** @throws EngineError */
  call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T>
}

export class EngineError extends Error {
  /** Of HTTP; null: it could not even be asked. */
  readonly status: number | null

  constructor(status: number | null, message: string, options?: ErrorOptions) {
    super(message, options)
    this.status = status
  }
}

export function openEngine(socket: string): Engine {
  return {
    socket,
    async call<T>(method: string, path: string, body?: unknown): Promise<T> {
      const { status, said } = await ask(socket, method, path, body)
      if (status >= 400) throw new EngineError(status, messageOf(said) || `it answered ${status}`)
      return (said.startsWith('{') || said.startsWith('[') ? JSON.parse(said) : said) as T
    },
  }
}

/** The standard library speaks HTTP over a socket: nothing more is needed for plain questions and answers. */
function ask(
  socketPath: string,
  method: string,
  path: string,
  body: unknown,
): Promise<{ status: number; said: string }> {
  return new Promise((resolve, reject) => {
    const broken = (cause: Error): void =>
      reject(new EngineError(null, `${socketPath} does not answer: ${cause.message}`, { cause }))
    const sent = body === undefined ? '' : JSON.stringify(body)
    const headers = { host: 'engine', 'content-type': 'application/json', 'content-length': Buffer.byteLength(sent) }
    const asked = request({ socketPath, method, path, headers, agent: false }, response => {
      text(response).then(said => resolve({ status: response.statusCode ?? 500, said: said.trim() }), broken)
    })
    asked.on('error', broken).end(sent)
  })
}

function messageOf(said: string): string {
  try {
    return String((JSON.parse(said) as { message: unknown }).message)
  } catch {
    return said
  }
}

/**
 * The socket that people's own `docker` or `podman` would use: what DOCKER_HOST or CONTAINER_HOST names, else the usual
 * places, the user's own before the machine's.
 * @returns it, or in a sentence why there is none
 */
export async function findEngine(machine: NodeJS.ProcessEnv): Promise<Engine | { readonly why: string }> {
  const named = machine.DOCKER_HOST || machine.CONTAINER_HOST
  if (named && !named.startsWith('unix://')) {
    return { why: `${named} is no socket of this machine, whose folders a build needs` }
  }
  const own = machine.XDG_RUNTIME_DIR
  const usual = [
    ...(own ? [join(own, 'docker.sock'), join(own, 'podman/podman.sock')] : []),
    ...['/var/run/docker.sock', '/run/podman/podman.sock'],
  ]
  const problems: string[] = []
  for (const socket of named ? [named.slice('unix://'.length)] : usual) {
    const engine = openEngine(socket)
    const problem = await engine.call('GET', '/_ping').then(
      () => null,
      (error: Error) => error.message,
    )
    if (problem === null) return engine
    problems.push(problem)
  }
  const told = problems.find(problem => !problem.includes('ENOENT')) ?? problems[0]
  return { why: named ? `${told}` : `Docker or Podman does not answer at any of the usual places (${told})` }
}
