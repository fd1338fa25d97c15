import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { isDeepStrictEqual } from 'node:util'
import { ECSClient } from '@aws-sdk/client-ecs'
import type { EndOfTask } from '../ecs-words.ts'

interface FakeTask extends EndOfTask {
  taskArn: string
  createdAt: number
  startedBy: string
  desiredStatus: string
  lastStatus: string
  request: RunTask
}

export interface RunTask {
  clientToken: string
  startedBy: string
  overrides: { cpu?: string; memory?: string }
  [field: string]: unknown
}

export interface FakeEcs {
  client: ECSClient
  tasks: FakeTask[]
  calls: string[]
  /** What was given as the reason of each stop. */
  reasons: string[]
  /** What the next calls of RunTask answer instead of a task: a reason among the failures, or an error's name. */
  refusals: Array<{ reason: string } | { error: string; message?: string }>
  /** What the next calls of ListTasks answer instead. */
  listing: Array<{ error: string; message?: string }>
  /** Of tasks that are listed. */
  page: number
  /** How many looks it takes until a task that is told to stop is gone. */
  looksUntilGone: number
}

type Asked = RunTask & { task: string; tasks: string[]; reason: string; desiredStatus?: string; nextToken?: string }

/** ECS as far as a build machine needs it: as its own SDK speaks to it, over HTTP. */
export async function fakeEcs(t: { after(end: () => unknown): void }): Promise<FakeEcs> {
  const byToken = new Map<string, FakeTask>()
  const fake: Omit<FakeEcs, 'client'> = {
    ...{ tasks: [], calls: [], reasons: [], refusals: [], listing: [] },
    ...{ page: 100, looksUntilGone: 2 },
  }

  const actions: Record<string, (body: Asked) => object> = {
    RunTask(body) {
      const refusal = fake.refusals.shift()
      if (refusal) return 'reason' in refusal ? { tasks: [], failures: [refusal] } : refusal
      const known = byToken.get(body.clientToken)
      // As ECS does: only the very same request is answered once more.
      if (known && !isDeepStrictEqual(known.request, body))
        return { error: 'ConflictException', message: 'the client token is in use', resourceIds: [known.taskArn] }
      if (known) return { tasks: [known], failures: [] }
      const task = {
        taskArn: `arn:aws:ecs:eu-central-1:000000000000:task/trellis/${fake.tasks.length + 1}`,
        createdAt: 1_767_225_600 + fake.tasks.length,
        startedBy: body.startedBy,
        desiredStatus: 'RUNNING',
        lastStatus: 'PROVISIONING',
        request: body,
      }
      byToken.set(body.clientToken, task)
      fake.tasks.push(task)
      return { tasks: [task], failures: [] }
    },
    ListTasks({ startedBy, desiredStatus, nextToken = '0' }) {
      const refusal = fake.listing.shift()
      if (refusal) return refusal
      // "When you specify startedBy as the filter, it must be the only filter that you use."
      if (startedBy && desiredStatus)
        return { error: 'InvalidParameterException', message: 'cannot specify startedBy with other arguments' }
      const found = fake.tasks.filter(
        one => (startedBy ?? one.startedBy) === one.startedBy && one.desiredStatus === (desiredStatus ?? 'RUNNING'),
      )
      const end = Number(nextToken) + fake.page
      const taskArns = found.slice(Number(nextToken), end).map(one => one.taskArn)
      return { taskArns, ...(end < found.length && { nextToken: String(end) }) }
    },
    DescribeTasks({ tasks }) {
      const found = fake.tasks.filter(one => tasks.includes(one.taskArn))
      for (const task of found) {
        if (task.desiredStatus !== 'STOPPED' || task.lastStatus === 'STOPPED') continue
        fake.looksUntilGone -= 1
        if (fake.looksUntilGone <= 0) task.lastStatus = 'STOPPED'
      }
      return { tasks: found }
    },
    StopTask({ task: arn, reason }) {
      fake.reasons.push(reason)
      const task = fake.tasks.find(one => one.taskArn === arn)
      const stopping = { desiredStatus: 'STOPPED', lastStatus: 'DEACTIVATING', stopCode: 'UserInitiated' }
      if (task) Object.assign(task, stopping, { stoppedReason: reason })
      return { task }
    },
  }

  const server = createServer(async (request, response) => {
    const action = String(request.headers['x-amz-target']).split('.').at(-1) ?? ''
    fake.calls.push(action)
    const answer = actions[action]?.((await json(request)) as Asked) ?? {}
    response.setHeader('content-type', 'application/x-amz-json-1.1')
    if ('error' in answer) response.statusCode = 400
    response.end(JSON.stringify('error' in answer ? { message: 'slow down', ...answer, __type: answer.error } : answer))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const client = new ECSClient({ region: 'eu-central-1', endpoint, credentials, maxAttempts: 1 })
  t.after(() => {
    client.destroy()
    server.close()
  })
  return Object.assign(fake, { client })
}
