import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Link } from '../link.ts'
import { Session } from '../session.ts'

/** What one action answers; `input` are the parameters of the call. What it throws is what AWS refuses with. */
export type Answers = Record<string, (input: URLSearchParams) => string>

/** A cloud that says what the emulator never would. `calls` are the actions that were asked for, in order. */
export async function fakeCloudFormation(answers: Answers) {
  const calls: string[] = []
  const server = createServer(async (request, response) => {
    const body = (await request.toArray()).join('')
    const input = new URLSearchParams(body)
    const target = String(request.headers['x-amz-target'] ?? '')
      .split('.')
      .at(-1)
    const action = input.get('Action') ?? (target || `${request.method} ${request.url?.split('?')[0]}`)
    calls.push(action)
    if (!input.has('Action')) return answerPlainly(response, () => answers[action]?.(input))
    response.setHeader('content-type', 'text/xml')
    try {
      const answer = answers[action]?.(input)
      if (answer === undefined) throw new Error('not told')
      response.end(`<${action}Response><${action}Result>${answer}</${action}Result></${action}Response>`)
    } catch (error) {
      const { message, code = 'ValidationError' } = error as Error & { code?: string }
      response.statusCode = 400
      response.end(`<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`)
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const endpointUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const access = { accountId: '111111111111', region: 'eu-central-1', endpointUrl, credentials }
  const close = (): void => {
    server.closeAllConnections()
    server.close()
  }
  // Whatever is asked is granted.
  const link: Link = new Link(message => {
    if (message.type === 'question') setImmediate(() => link.answered(message.id, {}))
  })
  return { session: new Session(access, link), calls, close }
}

/** Of the services that speak JSON, and of S3: what is answered stands as it is. */
function answerPlainly(response: ServerResponse, answer: () => string | undefined): void {
  try {
    const text = answer()
    if (text === undefined) throw Object.assign(new Error('not told'), { code: 'ResourceNotFoundException' })
    response.end(text)
  } catch (error) {
    const { message, code = 'ValidationException' } = error as Error & { code?: string }
    response.statusCode = code.includes('NotFound') ? 404 : 400
    response.end(JSON.stringify({ __type: code, message }))
  }
}

/** As `DescribeStacks` tells of a stack. */
export function stackXml(
  name: string,
  status: string,
  tags: Readonly<Record<string, string>> = {},
  isProtected = false,
): string {
  const members = Object.entries(tags).map(
    ([key, value]) => `<member><Key>${key}</Key><Value>${value}</Value></member>`,
  )
  const stack = `<StackId>${name}-id</StackId><StackName>${name}</StackName><StackStatus>${status}</StackStatus><EnableTerminationProtection>${isProtected}</EnableTerminationProtection>`
  return `<Stacks><member>${stack}<Tags>${members.join('')}</Tags></member></Stacks>`
}
