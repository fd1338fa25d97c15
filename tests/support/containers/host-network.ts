import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'

/**
 * Passes on what an engine is asked, and gives each container the network of this machine: the emulator listens on its loopback alone,
 * and has no setting for the network of a task. @param at where it listens
 */
export async function onHostNetwork(socketPath: string, at: string): Promise<{ close(): void }> {
  const pass = async (asked: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const body = await buffer(asked)
    const sent = /\/containers\/create\b/.test(asked.url ?? '') ? withHostNetwork(body) : body
    const headers = { ...asked.headers, 'content-length': sent.length }
    const passed = request({ socketPath, path: asked.url, method: asked.method, headers }, said => {
      answer.writeHead(said.statusCode ?? 500, said.headers)
      // Logs are followed: a reader waits for each line.
      answer.flushHeaders()
      said.pipe(answer)
    })
    passed.on('error', () => answer.destroy())
    answer.on('close', () => passed.destroy())
    passed.end(sent)
  }
  const server = createServer((asked, answer) => void pass(asked, answer).catch(() => answer.destroy()))
  await new Promise<void>(resolve => server.listen(at, resolve))
  return {
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

function withHostNetwork(body: Buffer): Buffer {
  const { NetworkingConfig: _, HostConfig, ...spec } = JSON.parse(body.toString()) as { [key: string]: object }
  const { ExtraHosts: __, ...host } = (HostConfig ?? {}) as Record<string, unknown>
  return Buffer.from(JSON.stringify({ ...spec, HostConfig: { ...host, NetworkMode: 'host' } }))
}
