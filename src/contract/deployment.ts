import { z } from 'zod'
import { Actor } from './actor.ts'
import { Commit, Instant, Slug } from './names.ts'
import { deploymentKinds, deploymentStates } from './vocabulary.ts'

export const DeploymentKind = z.enum(deploymentKinds)
export type DeploymentKind = z.infer<typeof DeploymentKind>

export const DeploymentState = z.enum(deploymentStates)
export type DeploymentState = z.infer<typeof DeploymentState>

/** In the order in which a deployment walks them; a teardown has only `checkout` (own commands) and `remove`. */
export const PhaseName = z.enum([
  'checkout',
  'install',
  'test',
  'before-deploy',
  'build',
  'deploy',
  'after-deploy',
  'remove',
])
export type PhaseName = z.infer<typeof PhaseName>

export const Phase = z.object({
  name: PhaseName,
  state: z.enum(['running', 'succeeded', 'failed', 'skipped']),
  reason: z.string().optional().describe('Why it was skipped, or what made it quick'),
  startedAt: Instant,
  finishedAt: Instant.optional(),
  line: z.number().int().optional().describe('The seq of its first log line, if it wrote any'),
})
export type Phase = z.infer<typeof Phase>

/** The first causal event of a failed deployment, never just its last line. */
export const Failure = z.object({
  code: z.string(),
  phase: PhaseName.nullable(),
  message: z.string(),
  hint: z.string(),
  line: z.number().int().optional().describe('The seq of the log line that shows the cause'),
  trellisYml: z.string().optional().describe('What trellis.yml could say to mend it, ready to be pasted'),
})
export type Failure = z.infer<typeof Failure>

/** Stack name → output key → value. */
export const Outputs = z.record(z.string(), z.record(z.string(), z.string()))
export type Outputs = z.infer<typeof Outputs>

export const Progress = z.object({
  completed: z.number().int(),
  total: z.number().int(),
  current: z.string().optional(),
})
export type Progress = z.infer<typeof Progress>

/** A resource that a removed stack left behind, or that was deleted after it on request. */
export const RetainedResource = z.object({
  type: z.string().describe('CloudFormation type, AWS::DynamoDB::Table'),
  id: z.string().describe('Physical id'),
  logicalId: z.string(),
  stack: z.string(),
  region: z.string().optional().describe("Where it is, unless in the environment's own region"),
  deleted: z.boolean(),
  problem: z.string().optional().describe('Why it could not be deleted'),
})
export type RetainedResource = z.infer<typeof RetainedResource>

/** No build machine can be had at the moment, as where a quota of the cloud is used up. It is asked for again. */
export const NoMachine = z.object({ since: Instant, problem: z.string() })

export const Deployment = z.object({
  id: z.string(),
  app: Slug,
  environment: Slug,
  number: z.number().int().positive().describe('From 1 per environment'),
  kind: DeploymentKind,
  state: DeploymentState,
  waitingFor: z.enum(['approval', 'freeze']).nullable(),
  behind: z.string().nullable().describe('What a queued deployment waits for'),
  noMachine: NoMachine.nullable()
    .optional()
    .describe('Set as long as a running one waits for its build machine: since when, and why'),
  commit: Commit.nullable().describe('Null for the teardown of an environment that never had one'),
  branch: z.string().nullable(),
  title: z.string().nullable().describe("First line of the commit's message"),
  author: z.string().nullable(),
  actor: Actor.describe('Who asked for it'),
  why: z.string().describe('What led to it, in a sentence'),
  source: z
    .object({ environment: Slug, number: z.number().int() })
    .nullable()
    .describe(
      'Promotion: the deployment it came from. Rollback: the deployment it returns to. Push: the one that brings its commit',
    ),
  fromArtifact: z.boolean().describe('Deploys a kept artifact instead of building'),
  deleteRetained: z.boolean().describe('Teardown: also delete what the stacks leave behind'),
  requestedAt: Instant,
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
  cancelRequestedBy: Actor.nullable(),
  phases: z.array(Phase),
  progress: Progress.nullable(),
  outputs: Outputs,
  retained: z.array(RetainedResource),
  artifact: z.object({ digest: z.string(), bytes: z.number().int() }).nullable(),
  failure: Failure.nullable(),
  lastSeq: z.number().int().describe('Sequence number of the newest log line'),
})
export type Deployment = z.infer<typeof Deployment>

/** The short form that stands inside a status. */
export const DeploymentSummary = Deployment.pick({
  id: true,
  number: true,
  kind: true,
  state: true,
  commit: true,
  branch: true,
  title: true,
  author: true,
  actor: true,
  why: true,
  source: true,
  fromArtifact: true,
  requestedAt: true,
  startedAt: true,
  finishedAt: true,
  cancelRequestedBy: true,
  phases: true,
  progress: true,
  noMachine: true,
  retained: true,
  failure: true,
})
export type DeploymentSummary = z.infer<typeof DeploymentSummary>
