const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=test/20250101/us-east-1/lambda/aws4_request' }

/**
 * Calls the worker with what ECS says of a task, as the rule would: the emulator's ECS says nothing, and its EventBridge takes the
 * words of ECS from nobody else. Two calls are no reason for another SDK.
 */
export async function tellEcsEvent(endpoint: string, detail: object): Promise<void> {
  const functions = `${endpoint}/2015-03-31/functions`
  const { Functions } = (await (await fetch(functions, { headers })).json()) as {
    Functions: { FunctionName: string }[]
  }
  const worker = Functions.find(one => one.FunctionName.includes('WorkerFunction'))?.FunctionName
  const body = JSON.stringify({ source: 'aws.ecs', 'detail-type': 'ECS Task State Change', detail })
  const answer = await fetch(`${functions}/${worker}/invocations`, { method: 'POST', headers, body })
  if (!answer.ok || answer.headers.has('x-amz-function-error'))
    throw new Error(`the worker failed: ${await answer.text()}`)
}
