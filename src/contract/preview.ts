import { z } from 'zod'
import { GitCommit } from './app.ts'
import { DeploymentSummary, Outputs, RetainedResource } from './deployment.ts'
import { Commit, Slug } from './names.ts'

/** What a promotion would do if it were asked for now. */
export const PromotionPreview = z.object({
  from: z.object({
    environment: Slug,
    number: z.number().int(),
    commit: Commit.nullable(),
    title: z.string().nullable(),
  }),
  to: z.object({
    environment: Slug,
    live: DeploymentSummary.nullable(),
    kept: z.boolean().describe('The artifact of what is live is kept: to come back to it, nothing is built'),
    protected: z.boolean(),
  }),
  commits: z.array(GitCommit).describe('What comes along, oldest first; the newest 200'),
  behind: z.number().int().describe('Commits that are live there and would go away'),
  missingVariables: z.array(z.object({ key: z.string() })).describe('What the source has and the target lacks'),
  testsSkipped: z.string().nullable().describe('Why its tests need not run again'),
  onItsWay: z
    .number()
    .int()
    .nullable()
    .describe('The last that runs or waits there, where it brings the same commit already'),
  refusal: z
    .object({ code: z.string(), message: z.string(), hint: z.string() })
    .nullable()
    .describe('Why it would be refused'),
})
export type PromotionPreview = z.infer<typeof PromotionPreview>

/** An earlier success that a rollback can return to. */
export const RollbackChoice = z.object({
  deployment: DeploymentSummary,
  kept: z.boolean().describe('Its artifact is kept: nothing is built'),
  estimatedSeconds: z.number().nullable().describe('From what the like took here; null: nothing to go by'),
  live: z.boolean(),
  usual: z.boolean().describe('Where a rollback goes that names none'),
})
export type RollbackChoice = z.infer<typeof RollbackChoice>

/** What stands in the cloud, and goes with a teardown. */
export const Standing = z.object({
  stacks: z.array(z.object({ name: z.string(), region: z.string().nullable() })),
  commands: z
    .object({
      remove: z
        .string()
        .nullable()
        .describe('What `remove` in its trellis.yml says; null: nothing, so the teardown fails'),
      problem: z.string().nullable().describe('Why they could not be read'),
    })
    .nullable()
    .describe("What a teardown runs of the app's own; null: it brings no commands, its tool's stacks are deleted"),
  outputs: Outputs,
  retainedNote: z.string().nullable().describe('What earlier teardowns left behind'),
})
export type Standing = z.infer<typeof Standing>

/** A resource that a teardown would leave behind. */
export const StayingResource = RetainedResource.omit({ deleted: true, problem: true }).extend({
  snapshot: z.boolean().describe('It goes, and a snapshot of it stays, whatever is asked for'),
  leftBy: z.number().int().nullable().describe('The teardown that left it earlier; null: its stack stands'),
})
export type StayingResource = z.infer<typeof StayingResource>

/** What would outlive a teardown, as the cloud says it now. */
export const Staying = z.object({
  resources: z.array(StayingResource),
  problem: z.string().nullable().describe('Why the cloud could not be looked at, wholly or in part; null: it was'),
  deletable: z
    .boolean()
    .describe('Whether a teardown deletes them on request: a tool that removes its stacks itself does not'),
})
export type Staying = z.infer<typeof Staying>
