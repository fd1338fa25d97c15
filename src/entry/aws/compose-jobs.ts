import { ECSClient } from '@aws-sdk/client-ecs'
import type { S3Client } from '@aws-sdk/client-s3'
import { createJobOrders } from '../../adapters/aws/job-orders.ts'
import { createJobRunner } from '../../adapters/aws/job-runner.ts'
import type { JobRunner } from '../../core/ports/job-runner.ts'
import { machineStart } from './limits.ts'
import type { Settings } from './settings.ts'

/** What starts and stops build machines. */
export function composeJobs(settings: Settings, s3: S3Client): JobRunner {
  const { bucket, machineUrl, runner, cluster, taskDefinitions, container, subnets, securityGroup } = settings
  const orders = createJobOrders(s3, bucket, { url: machineUrl, runner })
  return createJobRunner(new ECSClient({}), orders, {
    ...{ cluster, taskDefinitions, container, subnets, securityGroups: [securityGroup] },
    ...machineStart,
  })
}
