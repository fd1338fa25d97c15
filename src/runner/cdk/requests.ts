import { z } from 'zod'
import { StackNames } from '../../contract/app.ts'
import { Outputs, RetainedResource } from '../../contract/deployment.ts'
import { JobSpec, Naming } from '../../contract/job.ts'

/** Whose stacks these are, and whose they may be mistaken for. */
export const Ownership = z.object({
  app: z.string(),
  environment: z.string(),
  installation: z.string().describe('Two Trellis may share an account'),
  stage: z.string().describe('The prefix, and the word that tells that names differ already'),
})
export type Ownership = z.infer<typeof Ownership>

/** Turns the app into a cloud assembly in `outDir`. The app itself is run by the supervisor, without cloud credentials. */
export const SynthRequest = z.object({
  appDir: z.string(),
  outDir: z.string().describe('Inside what the sandbox may write; empty or absent'),
  app: z.string().describe('The command text of cdk.json, or of `build`-time settings'),
  build: z.string().nullable().describe('cdk.json may name a command to run before the app'),
  context: z.record(z.string(), z.unknown()).describe('Of cdk.json; cdk.context.json is read from appDir'),
})
export type SynthRequest = z.infer<typeof SynthRequest>

export const DeployRequest = Ownership.extend({
  assemblyDir: z.string().describe('Fresh from synth, or a kept artifact; it is renamed in place'),
  appDir: z.string().nullable().describe("Where the repository's own aws-cdk is, null without a checkout"),
  setting: StackNames,
  naming: Naming.nullable().describe('As recorded by an earlier deployment'),
  siblings: JobSpec.shape.siblings,
})
export type DeployRequest = z.infer<typeof DeployRequest>

export const RemoveRequest = Ownership.extend({
  naming: Naming.nullable(),
  deleteRetained: z.boolean(),
  leftovers: z.array(RetainedResource).describe('What earlier teardowns of this environment left, and nobody deleted'),
})
export type RemoveRequest = z.infer<typeof RemoveRequest>

export const DeployResult = z.object({ naming: Naming, outputs: Outputs })
export type DeployResult = z.infer<typeof DeployResult>

export const SynthResult = z.object({
  stacks: z.array(z.string()),
  /** A function whose code lacks a package. */
  lacking: z.object({ function: z.string(), package: z.string() }).nullable(),
})
export type SynthResult = z.infer<typeof SynthResult>

export const RemoveResult = z.object({ stacks: z.array(z.string()), retained: z.array(RetainedResource) })
export type RemoveResult = z.infer<typeof RemoveResult>

/** A command of the user's that the worker needs run. */
export const UserCommand = z.object({
  purpose: z.enum(['build', 'app', 'own-cdk']),
  command: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('argv'), argv: z.array(z.string()).min(1) }),
    z.object({ kind: z.literal('script'), script: z.string() }),
  ]),
  cwd: z.string(),
  env: z.record(z.string(), z.string()).describe('To be added to the environment of the step'),
  cloudCredentials: z.boolean().describe('Only own-cdk gets them'),
})
export type UserCommand = z.infer<typeof UserCommand>

export const CommandOutcome = z.object({
  exitCode: z.number().int().nullable().describe('Null: ended by a signal'),
  tail: z.array(z.string()).describe('The last lines it wrote, both streams, at most 400'),
})
export type CommandOutcome = z.infer<typeof CommandOutcome>
