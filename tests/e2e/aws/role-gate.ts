import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { clientConfig } from '../../support/emulator.ts'
import { environmentOf, setEnvironment } from './functions.ts'

/**
 * An STS in front of the emulator's, for a function: the emulator lets everybody into any role, also into one that there is not. Here
 * a role has to stand, and what it trusts says which external id has to be told.
 */
export class RoleGate implements AsyncDisposable {
  readonly #ends = new AsyncDisposableStack()
  readonly #refused = Promise.withResolvers<void>()
  /** When somebody was refused. */
  readonly refused = this.#refused.promise

  /** @param name a part of the function's */
  static async before(endpoint: string, name: string): Promise<RoleGate> {
    const gate = new RoleGate()
    const iam = new IAMClient(clientConfig({ endpoint }))
    gate.#ends.defer(() => iam.destroy())
    const server = createServer(async (request, response) => {
      const body = Buffer.concat(await request.toArray())
      const asked = new URLSearchParams(body.toString())
      if (asked.get('Action') === 'AssumeRole' && !(await isLetIn(iam, asked))) {
        gate.#refused.resolve()
        response.writeHead(403, { 'content-type': 'text/xml' }).end(denied)
        return
      }
      const { 'content-type': type = '', authorization = '' } = request.headers
      const headers = { 'content-type': type, authorization }
      const answer = await fetch(`${endpoint}${request.url}`, { method: 'POST', headers, body })
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
      response.end(Buffer.from(await answer.arrayBuffer()))
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    gate.#ends.defer(() => void server.close())
    const { port } = server.address() as AddressInfo
    const before = await environmentOf(endpoint, name)
    await setEnvironment(endpoint, name, { ...before, AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${port}` })
    gate.#ends.defer(() => setEnvironment(endpoint, name, before))
    return gate
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#ends.disposeAsync()
  }
}

async function isLetIn(iam: IAMClient, asked: URLSearchParams): Promise<boolean> {
  const RoleName = asked.get('RoleArn')?.split('/').at(-1) ?? ''
  const { Role } = await iam.send(new GetRoleCommand({ RoleName })).catch(() => ({ Role: undefined }))
  if (!Role) return false
  const { Statement } = JSON.parse(decodeURIComponent(Role.AssumeRolePolicyDocument ?? '{}'))
  const wanted = Statement?.[0]?.Condition?.StringEquals?.['sts:ExternalId']
  return wanted === undefined || wanted === asked.get('ExternalId')
}

const denied =
  '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User is not authorized to perform: sts:AssumeRole</Message></Error><RequestId>1</RequestId></ErrorResponse>'
