import { z } from 'zod'
import { Failure, Progress, RetainedResource } from '../../contract/deployment.ts'
import { CloudCredentials, Naming } from '../../contract/job.ts'
import { LogStream } from '../../contract/log.ts'
import {
  CommandOutcome,
  DeployRequest,
  DeployResult,
  RemoveRequest,
  RemoveResult,
  SynthRequest,
  SynthResult,
  UserCommand,
} from './requests.ts'

/** What the CDK worker needs to reach the cloud; sent over the pipe so that it stands in no process environment. */
export const WorkerAccess = z.object({
  accountId: z.string(),
  region: z.string(),
  endpointUrl: z.string().nullable(),
  credentials: CloudCredentials,
})
export type WorkerAccess = z.infer<typeof WorkerAccess>

/** To a question: an outcome where a command was to be run, credentials where those were asked for. */
export const Answer = z.object({ outcome: CommandOutcome.optional(), credentials: CloudCredentials.optional() })
export type Answer = z.infer<typeof Answer>

/** Supervisor → worker. One operation at a time; an `answer` belongs to the question of that id. */
export const ToWorker = z.discriminatedUnion('type', [
  z.object({ type: z.literal('place'), scratch: z.string() }),
  z.object({ type: z.literal('access'), access: WorkerAccess }),
  z.object({ type: z.literal('warm') }),
  z.object({ type: z.literal('check') }),
  z.object({ type: z.literal('synth'), request: SynthRequest }),
  z.object({ type: z.literal('deploy'), request: DeployRequest }),
  z.object({ type: z.literal('remove'), request: RemoveRequest }),
  z.object({ type: z.literal('bootstrap'), policies: z.array(z.string()) }),
  Answer.extend({ type: z.literal('answer'), id: z.number().int() }),
])
export type ToWorker = z.infer<typeof ToWorker>

/** What the worker asks; it goes on only when answered. */
export const Question = z.discriminatedUnion('about', [
  z.object({ about: z.literal('naming'), naming: Naming }).describe('Answer once it is recorded'),
  z.object({ about: z.literal('cloud-changing') }).describe('Answer once it is recorded'),
  z.object({ about: z.literal('run'), command: UserCommand }).describe('Answer with its outcome'),
  z.object({ about: z.literal('credentials') }).describe('Those that it has expire soon'),
])
export type Question = z.infer<typeof Question>

/** Worker → supervisor. */
export const FromWorker = z.discriminatedUnion('type', [
  z.object({ type: z.literal('log'), stream: LogStream, text: z.string() }),
  z.object({ type: z.literal('progress'), progress: Progress }),
  z.object({ type: z.literal('retained'), resources: z.array(RetainedResource) }),
  z.object({ type: z.literal('question'), id: z.number().int(), question: Question }),
  z.object({ type: z.literal('warm') }),
  z.object({ type: z.literal('checked') }),
  z.object({ type: z.literal('synthesised'), result: SynthResult }),
  z.object({ type: z.literal('deployed'), result: DeployResult }),
  z.object({ type: z.literal('removed'), result: RemoveResult }),
  z.object({ type: z.literal('bootstrapped') }),
  z.object({ type: z.literal('failed'), failure: Failure }),
])
export type FromWorker = z.infer<typeof FromWorker>
