import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi'
import type { LiveMessage } from '../../../src/contract/live.ts'
import { clientConfig } from '../../support/emulator.ts'

/**
 * API Gateway as clients make it answer: `gone` is, at `hangs` nothing is taken, of `full` the buffer is full, and `stays` cannot even
 * be cut off; others read.
 */
export async function fakeGateway(t: Pick<TestContext, 'after'>) {
  const asked: string[] = []
  const cutOff: string[] = []
  const messages: Array<{ id: string; message: LiveMessage }> = []
  const refusals: Record<string, readonly [status: number, type: string]> = {
    gone: [410, 'GoneException'],
    full: [429, 'LimitExceededException'],
    stays: [429, 'LimitExceededException'],
  }
  const server = createServer(async (request, response) => {
    const id = request.url?.split('/').at(-1) ?? ''
    if (request.method === 'DELETE') {
      if (id !== 'stays') cutOff.push(id)
      response.writeHead(id === 'stays' ? 429 : 204, { 'x-amzn-errortype': 'LimitExceededException' }).end()
      return
    }
    asked.push(id)
    const message = (await json(request)) as LiveMessage
    if (id === 'hangs') return
    const [status, type] = refusals[id] ?? []
    if (status && type) {
      response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type }).end('{}')
      return
    }
    messages.push({ id, message })
    response.writeHead(200).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = new ApiGatewayManagementApiClient({ ...clientConfig({ endpoint }), maxAttempts: 1 })
  t.after(() => {
    client.destroy()
    server.closeAllConnections()
    server.close()
  })
  return {
    client,
    cutOff,
    asked: (id: string) => asked.filter(one => one === id).length,
    taken: (id: string) => messages.filter(one => one.id === id).map(one => one.message),
  }
}
