import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs'
import { clientConfig } from '../../support/emulator.ts'

const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=test/20250101/us-east-1/lambda/aws4_request' }

/** The Lambdas of an installation, by the calls that they need. Two are no reason for another SDK. */
export async function functionsOf(endpoint: string): Promise<{ FunctionName: string; CodeSize: number }[]> {
  const answer = await fetch(`${endpoint}/2015-03-31/functions`, { headers })
  return ((await answer.json()) as { Functions: { FunctionName: string; CodeSize: number }[] }).Functions
}

/**
 * Calls the worker with what ECS says of a task, as the rule would: the emulator's ECS says nothing, and its EventBridge takes the
 * words of ECS from nobody else.
 */
export async function tellEcsEvent(endpoint: string, detail: object): Promise<void> {
  const worker = (await functionsOf(endpoint)).find(one => one.FunctionName.includes('WorkerFunction'))?.FunctionName
  const body = JSON.stringify({ source: 'aws.ecs', 'detail-type': 'ECS Task State Change', detail })
  const url = `${endpoint}/2015-03-31/functions/${worker}/invocations`
  const answer = await fetch(url, { method: 'POST', headers, body })
  if (!answer.ok || answer.headers.has('x-amz-function-error')) {
    throw new Error(`the worker failed: ${await answer.text()}`)
  }
}

/** What CloudWatch keeps of what machines printed. */
export async function linesKept(endpoint: string, logGroupName: string): Promise<(string | undefined)[]> {
  const client = new CloudWatchLogsClient(clientConfig({ endpoint }))
  const lines: (string | undefined)[] = []
  for await (const { events = [] } of paginateFilterLogEvents({ client }, { logGroupName })) {
    lines.push(...events.map(({ message }) => message))
  }
  client.destroy()
  return lines
}

const configuration = async (endpoint: string, name: string): Promise<string> => {
  const found = (await functionsOf(endpoint)).find(one => one.FunctionName.includes(name))?.FunctionName
  return `${endpoint}/2015-03-31/functions/${found}/configuration`
}

/** Gives a function another environment. @param name a part of its name */
export async function setEnvironment(endpoint: string, name: string, Variables: Record<string, string>): Promise<void> {
  const body = JSON.stringify({ Environment: { Variables } })
  const answer = await fetch(await configuration(endpoint, name), { method: 'PUT', headers, body })
  if (!answer.ok) throw new Error(`the environment of ${name} was not changed: ${await answer.text()}`)
}

/** The environment of a function. @param name a part of its name */
export async function environmentOf(endpoint: string, name: string): Promise<Record<string, string>> {
  const answer = await fetch(await configuration(endpoint, name), { headers })
  return ((await answer.json()) as { Environment: { Variables: Record<string, string> } }).Environment.Variables
}
