import { ECSClient } from '@aws-sdk/client-ecs'
import type { S3Client } from '@aws-sdk/client-s3'
import { createJobRunner } from '../../adapters/aws/job-runner.ts'
import type { JobRunner } from '../../core/ports/job-runner.ts'
import { composeOrders } from './compose-orders.ts'
import { machineStart } from './limits.ts'
import type { Settings } from './settings.ts'

/** What starts and stops build machines. */
export function composeJobs(settings: Settings, s3: S3Client): JobRunner {
  const { cluster, taskDefinitions, container, subnets, securityGroup } = settings
  return createJobRunner(new ECSClient({}), composeOrders(settings, s3), {
    ...{ cluster, taskDefinitions, container, subnets, securityGroups: [securityGroup] },
    ...machineStart,
  })
}
