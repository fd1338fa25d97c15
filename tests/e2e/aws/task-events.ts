/**
 * How the machine of a build may end, as ECS tells of it: "ECS Task State Change" of tasks that stopped, by the guide of ECS
 * (ecs_task_events.html, stopped-task-error-codes.html). What differs, apart from `shapeOf`.
 */
export const endings = {
  'it died': {
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
    container: { exitCode: 1 },
  },
  'somebody stopped it': {
    stopCode: 'UserInitiated',
    stoppedReason: 'Task stopped by user',
    container: { exitCode: 143 },
  },
  'it never started': {
    stopCode: 'TaskFailedToStart',
    stoppedReason: 'Timeout waiting for network interface provisioning to complete.',
    container: {},
  },
  'its image could not be pulled': {
    stopCode: 'TaskFailedToStart',
    stoppedReason:
      'CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref public.ecr.aws/none:1',
    container: { reason: 'CannotPullContainerError: pull image manifest has been retried 7 time(s)' },
  },
  'it ran out of memory': {
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
    container: { exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' },
  },
  'its Spot machine was taken away': {
    stopCode: 'SpotInterruption',
    stoppedReason: 'Your Spot Task was interrupted.',
    container: { exitCode: 143 },
  },
} as const

export type TaskEnding = keyof typeof endings

const clusterArn = 'arn:aws:ecs:us-east-1:111122223333:cluster/trellis'

/** The whole of an event. */
export function shapeOf(ending: TaskEnding, { taskArn, startedBy }: { taskArn: string; startedBy: string }) {
  const { stopCode, stoppedReason, container } = endings[ending]
  const never = stopCode === 'TaskFailedToStart'
  return {
    version: '0',
    id: '317a4d9f-1d7d-4f1c-9f9c-7a0e4b6f6f0a',
    'detail-type': 'ECS Task State Change',
    source: 'aws.ecs' as const,
    account: '111122223333',
    time: '2026-01-01T00:05:00Z',
    region: 'us-east-1',
    resources: [taskArn],
    detail: {
      attachments: [
        { id: '4f35', type: 'eni', status: 'DELETED', details: [{ name: 'subnetId', value: 'subnet-abcd' }] },
      ],
      attributes: [{ name: 'ecs.cpu-architecture', value: 'arm64' }],
      availabilityZone: 'us-east-1b',
      clusterArn,
      containers: [
        {
          containerArn: `${taskArn}/container`,
          image: 'public.ecr.aws/none:1',
          lastStatus: 'STOPPED',
          name: 'build',
          taskArn,
          networkInterfaces: [],
          cpu: '0',
          ...container,
        },
      ],
      cpu: '1024',
      createdAt: '2026-01-01T00:00:00.000Z',
      desiredStatus: 'STOPPED',
      executionStoppedAt: '2026-01-01T00:04:50.000Z',
      group: 'family:build',
      launchType: 'FARGATE',
      lastStatus: 'STOPPED',
      memory: '4096',
      overrides: { containerOverrides: [{ name: 'build' }] },
      platformVersion: '1.4.0',
      ...(!never && { startedAt: '2026-01-01T00:00:30.000Z' }),
      startedBy,
      stopCode,
      stoppedAt: '2026-01-01T00:05:00.000Z',
      stoppedReason,
      stoppingAt: '2026-01-01T00:04:50.000Z',
      taskArn,
      taskDefinitionArn: 'arn:aws:ecs:us-east-1:111122223333:task-definition/build:1',
      updatedAt: '2026-01-01T00:05:00.000Z',
      version: 5,
    },
  }
}
