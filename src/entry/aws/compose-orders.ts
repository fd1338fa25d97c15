import type { S3Client } from '@aws-sdk/client-s3'
import { createJobOrders, type JobOrders } from '../../adapters/aws/job-orders.ts'
import type { JobRunner } from '../../core/ports/job-runner.ts'
import type { Settings } from './settings.ts'

/** What build machines are told when they start. */
export const composeOrders = ({ bucket, machineUrl, runner }: Settings, s3: S3Client): JobOrders =>
  createJobOrders(s3, bucket, { url: machineUrl, runner })

const notHere = async (): Promise<never> => {
  throw new Error('This function starts no machines')
}

/** Of the function that answers people and machines: another one starts these, and may. */
export function composeTaken(settings: Settings, s3: S3Client): JobRunner {
  const orders = composeOrders(settings, s3)
  const taken = (deployment: string) => orders.remove(deployment)
  return { sizes: true, elsewhere: true, taken, start: notHere, stop: notHere, status: notHere, whyGone: notHere }
}
